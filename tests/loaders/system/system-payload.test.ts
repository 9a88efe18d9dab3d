import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {openLake} from "../../../loaders/lake.ts";
import {readOperations} from "../../../loaders/system/read-operations.ts";
import {systemPayload} from "../../../loaders/system/system-payload.ts";
import {fixtureLake, fixtureSettings} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const minute = 60_000;
const now = Date.parse("2026-03-10T12:32Z");
const settings = {
  ...fixtureSettings,
  sources: {
    machine: {kind: "system", about: "this machine", simulated: false, freshForMs: 5 * minute},
    gateway: {kind: "sqlite", about: "calls", simulated: true, freshForMs: minute}
  },
  series: [{match: "cpu/usage", label: "Processor", unit: "%", min: 0, max: 100}]
};
const cpu = (time: number, value: number) =>
  ({time, source: "machine", series: "cpu/usage", value, quality: "good"}) as const;
const reject = (time: number, reason: string, raw: string) => ({
  time,
  source: "gateway",
  dataset: "readings",
  reason,
  position: `row ${raw.length}`,
  raw
});

test("systemPayload() has the host's last day, every source's books, rejects, files and runs", async (t) => {
  const {data, catalog, add} = fixtureLake(t, {settings});
  await add("readings", [cpu(now - 3 * minute, 10), cpu(now - 2 * minute, 20), cpu(now - minute, 60)], {
    source: "machine"
  });
  await add("rejects", [
    reject(now - 9 * minute, "not a number", "x".repeat(400)),
    reject(now - 8 * minute, "not a number", "y"),
    reject(now - 7 * minute, "no time", "z")
  ]);
  catalog.setState("machine", "running", "every 10 s", now - minute);
  catalog.setState("gateway", "away", "cannot open", now - 5 * minute);
  const run = {job: "publish", startedAt: now - 10 * minute, endedAt: now - 9 * minute};
  catalog.addRun({...run, ok: true, message: "built"});
  catalog.addRun({...run, endedAt: now - 8 * minute, ok: false, message: "no space"});
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const operations = readOperations(lake.commit, {data});
  const {machine, sources, rejects, lake: files, runs, sentence} = await systemPayload(lake, {operations});

  const means = new Array<number | null>(30).fill(null);
  for (const [minutesAgo, value] of [
    [3, 10],
    [2, 20],
    [1, 60]
  ] as const)
    means[machine.times.indexOf(now - minutesAgo * minute)] = value;
  assert.equal(machine.step, 10_000);
  assert.equal(machine.times.length, means.length);
  assert.deepEqual(machine.series, [
    {
      series: "cpu/usage",
      label: "Processor",
      unit: "%",
      latest: {time: now - minute, value: 60},
      means
    }
  ]);
  const byId = Object.fromEntries(sources.map((source) => [source.id, source]));
  assert.deepEqual(
    [byId.machine!.state, byId.machine!.fresh, byId.machine!.lagMs, byId.machine!.read, byId.machine!.balanced],
    ["running", true, minute, 3, true]
  );
  assert.deepEqual(
    [byId.gateway!.state, byId.gateway!.message, byId.gateway!.simulated],
    ["away", "cannot open", true]
  );
  assert.equal(rejects.total, 3);
  assert.deepEqual(rejects.reasons, [
    {source: "gateway", reason: "not a number", count: 2, lastAt: now - 8 * minute},
    {source: "gateway", reason: "no time", count: 1, lastAt: now - 7 * minute}
  ]);
  assert.deepEqual(
    rejects.newest.map(({raw}) => raw.length),
    [1, 1, 300]
  );
  const readings = files.find(({dataset}) => dataset === "readings")!;
  assert.deepEqual([readings.files, readings.rows, readings.from, readings.to], [1, 3, now - 3 * minute, now - minute]);
  assert.ok(readings.bytes > 0);
  assert.equal(files.find(({dataset}) => dataset === "licences")!.rows, 0);
  assert.deepEqual(
    runs.map(({job, durationMs, ok, message}) => ({job, durationMs, ok, message})),
    [
      {job: "publish", durationMs: 2 * minute, ok: false, message: "no space"},
      {job: "publish", durationMs: minute, ok: true, message: "built"}
    ]
  );
  assert.match(sentence, /gateway is away.*; processor 60 %; 3 records kept and 3 rejected\.$/);
});

test("readOperations() knows the files as of a commit", async (t) => {
  const {data, add} = fixtureLake(t);
  const first = await add("readings", [cpu(1000, 1)]);
  await add("readings", [cpu(2000, 1)]);
  assert.equal(readOperations(first, {data}).lake[0]!.rows, 1);
  assert.equal(readOperations(first + 1, {data}).lake[0]!.rows, 2);
});

test("systemPayload() of an empty lake is valid and says so", async (t) => {
  const data = join(temporaryFolder(t), "nothing");
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const payload = await systemPayload(lake, {operations: readOperations(lake.commit, {data})});
  assert.equal(payload.sentence, "No sources yet.");
  assert.deepEqual([payload.sources, payload.machine.series, payload.runs, payload.rejects.total], [[], [], [], 0]);
  assert.ok(payload.lake.length === 5 && payload.lake.every(({rows, from}) => rows === 0 && from === null));
});

test("systemPayload() shows a whole day of the host in steps of five minutes, and nothing older", async (t) => {
  const {data, add} = fixtureLake(t, {settings});
  const readings = [cpu(now - 1500 * minute, 99), cpu(now - 1436 * minute, 10), cpu(now - minute, 60)];
  await add("readings", readings, {source: "machine"});
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const {machine} = await systemPayload(lake, {operations: readOperations(lake.commit, {data})});
  assert.deepEqual([machine.step, machine.times.length], [300_000, 288]);
  assert.deepEqual(
    machine.series[0]!.means.filter((mean) => mean !== null),
    [10, 60]
  );
});
