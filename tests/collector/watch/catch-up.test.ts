import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {LakePast} from "../../../collector/watch/read-from-lake.ts";
import {seedWalks} from "../../../loaders/outliers/seeded-walk.ts";
import type {AfterTest} from "../../support/after-test.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";
import {minute, reading, start, usual, watchBed} from "../../support/watch-bed.ts";

/** A lake that has the same readings of some series, minute by minute from `start` but for what is null. */
function lakeOf(names: string[], values: (number | null)[]): LakePast {
  const rows = values.flatMap((value, i) => (value === null ? [] : {time: start + i * minute, value}));
  const none = {start, step: 10 * minute, values: new Float64Array()};
  const observed = {
    unit: "m³/h",
    min: 0,
    max: 100,
    offset: () => 0,
    times: Float64Array.from(rows, ({time}) => time),
    values: Float64Array.from(rows, ({value}) => value),
    tenMinutes: none,
    expected: none,
    criteria: []
  };
  return {
    seeds: async () => names.map((series) => seedWalks("plant", {...observed, series}, start + values.length * minute))
  };
}

const off = (minutes: number): null[] => Array(minutes).fill(null);

/** A watch that has judged five minutes of some meters, and was killed with five readings accepted that it never saw. */
async function killed(t: AfterTest, {names = ["001/flow"], alerts = {}} = {}) {
  const folder = temporaryFolder(t);
  const first = await watchBed(t, {folder, alerts});
  await first.watch.seed();
  await first.minutes(Object.fromEntries(names.map((name) => [name, usual(5)])));
  return folder;
}

test("watch.seed() raises what began and ended while nobody judged, by when it was, and clears it after a calm", async (t) => {
  const folder = await killed(t);
  const past = lakeOf(["001/flow"], [...usual(5), 8, 500, 9, ...off(12), 8, 9]);
  const next = await watchBed(t, {folder, past, at: start + 22 * minute});
  await next.watch.take(reading("001/flow", start + 20 * minute, 8));
  assert.deepEqual(next.watch.alerts(), []);
  await next.watch.seed();
  await waitFor(() => next.lines().length === 1);
  assert.deepEqual(next.lines(), [
    {sensor_id: "001", time: new Date(start + 6 * minute).toISOString(), outlier_stage: 4, value: 500}
  ]);
  await next.minutes({"001/flow": usual(8)});
  assert.deepEqual(next.stages(), [4, 0]);
  await next.watch.stop();
  const last = await watchBed(t, {folder, past, at: start + 40 * minute});
  await last.watch.seed();
  await last.minutes({"001/flow": usual(3)});
  assert.equal(last.watch.alerts().length, 1, "it is not told twice");
  assert.equal(last.lines().length, 2);
});

test("watch.seed() tells again of nothing that an alert has told, even where that was over", async (t) => {
  const alerts = {clearAfter: "0s", outputs: {log: {kind: "file", path: "alerts.log"}}};
  const folder = temporaryFolder(t);
  const first = await watchBed(t, {folder, alerts});
  await first.watch.seed();
  for (const [i, value] of [8, 500, 9, ...off(8), 8].entries())
    if (value !== null) {
      first.clock.now = start + i * minute;
      await first.watch.take(reading("001/flow", first.clock.now, value));
    }
  await waitFor(() => first.lines().length === 2);
  const past = lakeOf(["001/flow"], [8, 500, 9, ...off(8), 8, 9]);
  const next = await watchBed(t, {folder, alerts, past, at: start + 13 * minute});
  await next.watch.seed();
  await next.minutes({"001/flow": usual(3)});
  assert.deepEqual(
    next.watch.alerts().map(({told}) => told.messages),
    [2]
  );
});

test("watch.seed() makes one message of a storm that nobody judged", async (t) => {
  const names = Array.from({length: 12}, (_, i) => `m${i}/flow`);
  const folder = await killed(t, {names});
  const past = lakeOf(names, [...usual(5), 500, ...off(14), 8, 9]);
  const next = await watchBed(t, {folder, past, at: start + 22 * minute});
  await next.watch.seed();
  await waitFor(() => next.lines().length === 12);
  assert.equal(next.watch.status().outputs.find(({name}) => name === "log")!.delivered, 1);
});

test("watch.seed() tells of nothing older than an hour", async (t) => {
  const folder = await killed(t);
  const past = lakeOf(["001/flow"], [...usual(5), 500, 8, ...off(57), 7, 9]);
  const next = await watchBed(t, {folder, past, at: start + 66 * minute});
  await next.watch.seed();
  await next.minutes({"001/flow": usual(3)});
  assert.deepEqual(next.watch.alerts(), []);
});

test("watch.seed() raises nothing from the time before anybody watched", async (t) => {
  const past = lakeOf(["001/flow"], [...usual(5), 500, ...off(20), 8, 9]);
  const folder = temporaryFolder(t);
  for (const word of [null, "{}", "[", '{"at": "2026", "series": 7}']) {
    mkdirSync(join(folder, "data", "watch"), {recursive: true});
    if (word !== null) writeFileSync(join(folder, "data", "watch", "judged.json"), word);
    const {watch, minutes} = await watchBed(t, {folder, past, at: start + 28 * minute});
    await watch.seed();
    await minutes({"001/flow": usual(3)});
    assert.deepEqual(watch.alerts(), [], `${word}`);
    await watch.stop();
  }
});

test("watch.stop() leaves word of what it has judged: the next watch judges that no other way", async (t) => {
  const folder = temporaryFolder(t);
  const first = await watchBed(t, {folder});
  await first.watch.seed();
  for (const [i, value] of usual(15).entries()) await first.watch.take(reading("001/flow", start + i * minute, value));
  first.clock.now = start + 15 * minute;
  await first.watch.stop();
  const past = lakeOf(["001/flow"], [8, 9, 500, ...usual(12), ...off(5), 8, 9]);
  const next = await watchBed(t, {folder, past, at: start + 22 * minute});
  await next.watch.seed();
  assert.deepEqual(next.watch.alerts(), []);
});
