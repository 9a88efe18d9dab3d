import assert from "node:assert/strict";
import {test} from "node:test";
import {criteriaVersions} from "../../../loaders/outliers/criteria-versions.ts";
import {type Detector, detect} from "../../../loaders/outliers/detector.ts";
import type {Finding} from "../../../loaders/outliers/finding.ts";
import {detectors} from "../../../loaders/outliers/index.ts";
import {prediction} from "../../../loaders/outliers/prediction.ts";
import {system} from "../../../loaders/outliers/system.ts";
import {value} from "../../../loaders/outliers/value.ts";
import {minuteSeries} from "../../support/observed.ts";

const minute = 60_000;
const overlaps = (from: number, to: number) => (finding: Finding) => finding.time < to && finding.to >= from;

test("system.detect() finds gaps, stuck values, impossible values and clocks that go back", async () => {
  const {times, values, period, observed} = minuteSeries();
  const at = (row: number) => times[times.length - row]!;
  const rows = (row: number, n: number) => [values.length - row, values.length - row + n] as const;
  values.fill(Number.NaN, ...rows(5000, 90));
  values.fill(42, ...rows(4000, 150));
  values.fill(6553.5, ...rows(3000, 1));
  times[times.length - 2000] = at(2010);
  const found = detect(system, await observed(), period);
  assert.deepEqual(
    found.map(({time, to, stage, value}) => [time, to, stage, value === null ? null : Math.round(value)]),
    [
      [at(5000), at(4911), 3, null],
      [at(4000), at(3851), 4, 42],
      [at(3000), at(3000), 4, 6554],
      [at(2010), at(2010), 2, Math.round(values[values.length - 2000]!)]
    ]
  );
  assert.match(found[0]!.reason, /^No readings for 91 min: 90 missing where one is due every 1 min\.$/);
  assert.match(found[1]!.reason, /^Stuck at 42 m³\/h for 2.5 h/);
  assert.match(found[2]!.reason, /range is 0 to 1000 m³\/h/);
});

test("system.detect() says that a sensor is silent now", async () => {
  const {values, period, observed} = minuteSeries();
  values.fill(Number.NaN, values.length - 30);
  const [finding] = detect(system, await observed(), period);
  assert.equal(finding!.to, period.to);
  assert.match(finding!.reason, /^Silent for 31 min/);
});

test("system.detect() takes readings of one time for repeats, and a clock that stands still for missing readings", async () => {
  const {times, period, observed} = minuteSeries();
  const last = times.length;
  for (const [row, frames] of [
    [3000, 1],
    [2000, 2]
  ] as const)
    for (let i = 1; i <= frames; i++) times[last - row + i] = times[last - row]!; // frames that came at once
  assert.deepEqual(detect(system, await observed(), period), [], "a few at once");
  for (let i = 1; i <= 30; i++) times[last - 1000 + i] = times[last - 1000]!;
  const [stood, ...others] = detect(system, await observed(), period);
  assert.match(stood!.reason, /^No readings for 31 min/);
  assert.deepEqual(others, []);
  times[last - 500] = times[last - 501]! - 1;
  const back = detect(system, await observed(), period).at(-1)!;
  assert.equal(back.reason, "The clock went back: 1 reading has a time before that of the one before.");
  assert.deepEqual([back.stage, back.time], [2, times[last - 501]! - 1]);
});

test("system.detect() takes an outage between two equal values for missing readings, not for a stuck value", async () => {
  const {times, values, period, observed} = minuteSeries();
  const first = values.length - 4000;
  values.fill(42, first - 1, first + 182);
  values.fill(Number.NaN, first, first + 181);
  const found = detect(system, await observed(), period);
  assert.deepEqual(
    found.map(({time, to, value}) => [time, to, value]),
    [[times[first], times[first + 180], null]]
  );
});

test("system.detect() takes no past outage for a usual run of one value", async () => {
  const {times, values, period, observed} = minuteSeries();
  for (let i = 0; i < values.length; i++) values[i] = values[10 * Math.floor(i / 10)]!;
  for (let day = 20; day < 60; day++) {
    values.fill(100, day * 1440 - 1, day * 1440 + 601);
    values.fill(Number.NaN, day * 1440, day * 1440 + 600);
  }
  const first = values.length - 4000;
  values.fill(42, first, first + 60);
  const [stuck, ...others] = detect(system, await observed(), period);
  assert.deepEqual([stuck!.time, stuck!.value], [times[first], 42]);
  assert.deepEqual(others, []);
});

test("system.walk() hears a silence although one reading was dated hours ahead", async () => {
  const {period, observed} = minuteSeries();
  const walk = system.walk(await observed(), period.to);
  const missing = (at: number) => walk.open(at).filter(({value}) => value === null);
  walk.push(period.to + 180 * minute, 100);
  for (let i = 0; i < 10; i++) {
    const over = walk.push(period.to + i * minute, 100 + i);
    assert.ok(!over.some(({reason}) => reason.startsWith("No readings")));
  }
  assert.deepEqual(missing(period.to + 10 * minute), []);
  assert.match(missing(period.to + 39 * minute)[0]!.reason, /^Silent for 30 min/);
});

test("system.detect() lets a series of whole numbers repeat itself", async () => {
  const {values, period, observed} = minuteSeries();
  values.forEach((value, i) => {
    values[i] = Math.round(value / 40);
  });
  assert.deepEqual(detect(system, await observed(), period), []);
});

for (const detector of [value, prediction] as Detector[]) {
  test(`${detector.name}.detect() finds a burst and says by how much`, async () => {
    const {times, values, period, observed} = minuteSeries();
    const first = values.length - 7 * 1440;
    for (let i = first; i < first + 120; i++) values[i] = values[i]! * 1.8;
    const found = detect(detector, await observed(), period).filter(overlaps(times[first]!, times[first + 119]!));
    assert.equal(found.length, 1);
    assert.ok(found[0]!.stage >= 3);
    assert.ok(found[0]!.value! > 1.5 * found[0]!.expected!);
    assert.match(found[0]!.reason, /% above the .* for [\d.]+ (min|h)/);
  });

  test(`${detector.name}.detect() lists few episodes where nothing is wrong`, async () => {
    const {period, observed} = minuteSeries();
    assert.ok(detect(detector, await observed(), period).length <= 6);
  });
}

test("every detector keeps silent on a series too short to judge", async () => {
  const {period, observed} = minuteSeries({days: 1, watched: 1});
  const series = await observed();
  for (const detector of detectors) assert.deepEqual(detect(detector, series, period), []);
});

test("value.detect() walks forward: what comes later changes nothing", async () => {
  const {times, values, period, observed} = minuteSeries();
  const middle = period.from + 7 * 1440 * minute;
  const before = (findings: Finding[]) => findings.filter(({to}) => to < middle - 60 * minute);
  const first = before(detect(value, await observed(), period));
  for (let i = 0; i < values.length; i++) if (times[i]! >= middle) values[i] = 500;
  assert.deepEqual(before(detect(value, await observed(), period)), first);
});

test("value judges each reading by the version that held then, names it, and is silent without one", async () => {
  const {values, period, observed} = minuteSeries();
  for (let i = values.length - 3 * 1440; i < values.length - 3 * 1440 + 120; i++) values[i]! *= 1.8;
  const series = await observed();
  const median = Array.from({length: 24}, (_, hour) => 100 + 50 * Math.sin((2 * Math.PI * (hour + 0.5)) / 24));
  const seed = {median, low: median.map((one) => 0.7 * one), high: median.map((one) => 1.2 * one)};
  const seeded = {...series, criteria: criteriaVersions(series, period.to, {seed, least: 1e9})};
  const judged = detect(value, seeded, period).map(({reason}) => reason);
  assert.ok(judged.some((reason) => /^221 m³\/h is 107 % above the 107 usual/.test(reason)));
  for (const reason of judged) assert.match(reason, / by the seed criteria\), for /);
  assert.match(detect(value, series, period).at(-1)!.reason, / by the criteria of 2026-02-02\), for /);
  assert.deepEqual(detect(value, {...series, criteria: []}, period), []);
});

test("every detector copes with a pipe that runs dry", async () => {
  const {values, period, observed} = minuteSeries();
  values.fill(0, values.length - 3 * 1440);
  const series = await observed();
  const found = detectors.flatMap((detector) => detect(detector, series, period));
  assert.deepEqual(
    ["system", "value", "prediction"].filter((name) => !found.some(({detector}) => detector === name)),
    []
  );
  assert.doesNotMatch(JSON.stringify(found), /NaN|Infinity/);
});

test("every detector copes with a series that is always 0", async () => {
  const {values, period, observed} = minuteSeries();
  values.fill(0);
  const series = await observed();
  const found = detectors.flatMap((detector) => detect(detector, series, period));
  assert.doesNotMatch(JSON.stringify(found), /NaN|Infinity/);
});
