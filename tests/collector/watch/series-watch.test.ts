import assert from "node:assert/strict";
import {test} from "node:test";
import {deserialize, serialize} from "node:v8";
import {SeriesWatch} from "../../../collector/watch/series-watch.ts";
import {beginOf, detect} from "../../../loaders/outliers/detector.ts";
import {detectors} from "../../../loaders/outliers/index.ts";
import {seedWalks} from "../../../loaders/outliers/seeded-walk.ts";
import {nightsOfFlow, nightsStart} from "../../support/nights-of-flow.ts";
import {minuteSeries} from "../../support/observed.ts";

const minute = 60_000;
const facts = {
  source: "plant",
  series: "001/flow",
  unit: "m³/h",
  min: 0,
  max: 1000,
  offset: () => 0,
  criteria: undefined
};

test("a series that is seeded in the middle of a leak finds what a walk through everything finds", async () => {
  const series = minuteSeries();
  const middle = series.values.length - 900;
  for (let i = middle - 30; i < series.values.length; i++) series.values[i]! *= 1.8;
  const whole = await series.observed();
  const past = {
    ...whole,
    times: whole.times.slice(0, middle),
    values: whole.values.slice(0, middle),
    tenMinutes: {...whole.tenMinutes, values: whole.tenMinutes.values.slice(0, Math.floor(middle / 10))}
  };
  const watch = new SeriesWatch(facts, whole.times[middle]!);
  const early = 5; // readings that came before the past had been read
  for (let i = middle - early; i < middle + early; i++) {
    watch.push({time: whole.times[i]!, value: whole.values[i]!});
    watch.noteMinute(whole.times[i]!, whole.values[i]!, new Map());
  }
  watch.seed(deserialize(serialize(seedWalks("plant", past, whole.times[middle - 1]!))));
  assert.deepEqual(watch.lacks, []);
  for (const row of [middle - 30, middle - early - 1, middle + early - 1])
    assert.equal(
      watch.minutes.at(whole.times[row]!).value,
      whole.values[row]!,
      "reports know the minutes before a restart"
    );
  for (let i = middle + early; i < whole.times.length; i++)
    watch.push({time: whole.times[i]!, value: whole.values[i]!});
  const now = whole.times.at(-1)!;
  const found = watch.findings(now);

  const from = whole.times[beginOf(past, past.times.at(-1)! - 60 * minute)]!;
  for (const detector of detectors.filter(({name}) => name !== "night")) {
    const all = detect(detector, {...whole, tenMinutes: past.tenMinutes}, {from, to: now + minute});
    const last = all.filter(({to}) => to > now - 30 * minute).sort((a, b) => b.stage - a.stage)[0];
    assert.deepEqual(found.get(detector.name)?.stage, last?.stage, detector.name);
    assert.deepEqual(found.get(detector.name)?.time, last?.time, detector.name);
  }
  assert.ok(found.size > 0, "the leak is found");
});

test("series.push() tells what began before an outage and is over with the first reading after it", async () => {
  const series = minuteSeries();
  const middle = Math.floor((series.values.length - 600) / 10) * 10;
  for (let i = middle; i < middle + 30; i++) series.values[i]! *= 8;
  const whole = await series.observed();
  const past = {...whole, times: whole.times.slice(0, middle), values: whole.values.slice(0, middle)};
  const watch = new SeriesWatch(facts, whole.times[middle]!);
  watch.seed(deserialize(serialize(seedWalks("plant", past, whole.times[middle - 1]!))));
  const pushed = (i: number) => watch.push({time: whole.times[i]!, value: whole.values[i]!});
  for (let i = middle; i < middle + 30; i++) {
    pushed(i);
    assert.equal(
      watch.findings(whole.times[i]!).get("prediction"),
      undefined,
      "the last ten minutes of it are not over"
    );
  }
  const over = pushed(middle + 80).find(({detector}) => detector === "prediction");
  assert.deepEqual([over?.time, over?.to], [whole.times[middle], whole.times[middle + 20]]);
  assert.equal(watch.findings(whole.times[middle + 80]!).get("prediction"), undefined);
});

test("a series that is seeded by day knows of the leak that its nights have told, as after each restart", () => {
  const tenMinutes = nightsOfFlow({days: 120, leakFrom: 100, leak: 0.3});
  const noon = nightsStart + 119.5 * 24 * 60 * minute;
  const times = Float64Array.from({length: 300}, (_, i) => noon - (300 - i) * minute);
  const past = {...tenMinutes, values: tenMinutes.values.slice(0, 119.5 * 144)};
  const observed = {...facts, times, values: times.map(() => 60), criteria: [], tenMinutes: past, expected: past};
  const watch = new SeriesWatch(facts, noon);
  watch.seed(deserialize(serialize(seedWalks("plant", observed, noon))));
  assert.match(watch.findings(noon).get("night")!.reason, /raised for 20 nights/);
});

test("a series without a past judges by typical values, and learns how often it reports", () => {
  const criteria = {median: [10], low: [8], high: [12]};
  const start = Date.UTC(2026, 10, 2);
  const watch = new SeriesWatch({...facts, criteria}, start);
  assert.deepEqual(watch.lacks, ["past", "forecast"]);
  for (let i = 0; i < 5; i++) watch.push({time: start + i * 10 * minute, value: 10 + (i % 2) / 10});
  assert.equal(watch.findings(start + 50 * minute).size, 0, "one in ten minutes is not missing yet");
  watch.push({time: start + 50 * minute, value: 60});
  assert.equal(watch.findings(start + 50 * minute).get("value")?.stage, 4);
  assert.ok(
    watch
      .findings(start + 150 * minute)
      .get("system")!
      .reason.includes("due every 10 min")
  );
});

test("a series takes no time at all for the nights before its first reading", () => {
  const observed = {...facts, times: Float64Array.of(Date.UTC(2026, 10, 2)), values: Float64Array.of(1), criteria: []};
  const none = {start: 0, step: 10 * minute, values: new Float64Array()};
  const seed = seedWalks("plant", {...observed, tenMinutes: none, expected: none}, observed.times[0]!);
  assert.deepEqual((seed.states.night as {past: {nights: unknown[]}}).past.nights, []);
});

for (const old of [1, 3])
  test(`a series that begins with ${old} of years ago walks through no night of those years`, () => {
    const years = new Set<number>();
    const offset = (time: number) => {
      years.add(new Date(time).getUTCFullYear());
      return 0;
    };
    const now = Date.UTC(2026, 10, 2);
    const watch = new SeriesWatch({...facts, offset}, now);
    for (let i = 0; i < old; i++) watch.push({time: Date.UTC(2024, 0) + i * minute, value: 8}, now);
    for (let i = 0; i < 3; i++) watch.push({time: now + i * minute, value: 8 + i}, now + i * minute);
    assert.ok(!years.has(2025), [...years].join());
    assert.equal(watch.findings(now + 3 * minute).size, 0);
    assert.match(watch.findings(now + 30 * minute).get("system")!.reason, /^Silent for 28 min/);
  });
