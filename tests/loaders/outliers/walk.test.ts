import assert from "node:assert/strict";
import {before, test} from "node:test";
import {criteriaVersions} from "../../../loaders/outliers/criteria-versions.ts";
import {beginOf, type Detector, detect, type Observed, type Period} from "../../../loaders/outliers/detector.ts";
import type {Finding} from "../../../loaders/outliers/finding.ts";
import {detectors} from "../../../loaders/outliers/index.ts";
import {minuteSeries} from "../../support/observed.ts";

const minute = 60_000;
const day = 1440;
let observed: Observed;
let period: Period;

/** Two weeks with a leak, a burst, a gap, a stuck meter, nonsense, a clock that goes back, and silence at the end. */
before(async () => {
  const series = minuteSeries({days: 84});
  const {times, values} = series;
  const end = values.length;
  for (let i = end - 8 * day; i < end; i++) values[i]! += 40;
  for (let i = end - 6 * day; i < end - 6 * day + 150; i++) values[i]! *= 1.9;
  values.fill(Number.NaN, end - 5 * day, end - 5 * day + 95);
  values.fill(77, end - 4 * day, end - 4 * day + 200);
  values[end - 3 * day] = 6553.5;
  times[end - 2 * day] = times[end - 2 * day - 10]!;
  for (let i = end - 300; i < end - 20; i++) values[i]! *= 0.4;
  values.fill(Number.NaN, end - 20);
  period = {...series.period, from: series.period.from + 7.5 * minute};
  const all = await series.observed();
  const {offset} = all;
  const known = beginOf(all, period.from);
  const seed = {median: [100], low: [40], high: [170]};
  const past = {times: all.times.subarray(0, known), values: all.values.subarray(0, known), offset};
  observed = {...all, criteria: criteriaVersions(past, period.from, {seed})};
});

/** What was known at the beginning, and the forecasts that are made day by day. */
function knownThen(): Observed {
  const rows = beginOf(observed, period.from);
  const {start, step, values} = observed.tenMinutes;
  return {
    ...observed,
    times: observed.times.slice(0, rows),
    values: observed.values.slice(0, rows),
    tenMinutes: {start, step, values: values.slice(0, Math.floor((period.from - start) / step))}
  };
}

/** What a walk has to know that goes on where another one stood. */
function withState(): Observed {
  const none = new Float64Array();
  return {...observed, times: none, values: none, tenMinutes: {start: period.from, step: 600_000, values: none}};
}

/** Reading by reading, with the state as JSON carried over to another walk after each of the given rows. */
function walked(detector: Detector, breaks: number[]): Finding[] {
  const {times, values} = observed;
  const known = knownThen();
  const found: Finding[] = [];
  let walk = detector.walk(known, period.from);
  for (let i = beginOf(observed, period.from); i < times.length; i++) {
    if (breaks.includes(i)) walk = detector.walk(withState(), period.from, JSON.parse(JSON.stringify(walk.state)));
    found.push(...walk.push(times[i]!, values[i]!));
  }
  return [...found, ...walk.open(period.to)].sort((a, b) => a.time - b.time);
}

for (const detector of detectors)
  test(`${detector.name}.walk() finds minute by minute, over restarts, what detect() finds at once`, () => {
    const batch = detect(detector, observed, period);
    assert.ok(batch.length > 0);
    const first = beginOf(observed, period.from);
    const rows = observed.times.length - first;
    assert.deepEqual(walked(detector, []), batch);
    assert.deepEqual(walked(detector, [first + Math.floor(rows / 2)]), batch);
    const often = Array.from({length: 60}, (_, i) => first + Math.floor(((i + 0.5) * rows) / 60));
    assert.deepEqual(walked(detector, often), batch);
  });

test("walk.open() tells of an episode while it goes on, and a push when it is over", () => {
  const {times, values} = observed;
  for (const detector of detectors) {
    const last = detect(detector, observed, period).findLast(({to}) => to < period.to - 2 * day * minute);
    if (!last) continue;
    const walk = detector.walk(knownThen(), period.from);
    const told: Finding[] = [];
    let wasOpen = 0;
    for (let i = beginOf(observed, period.from); i < times.length; i++) {
      told.push(...walk.push(times[i]!, values[i]!));
      if (walk.open(times[i]!).some(({time}) => time === last.time)) wasOpen++;
    }
    assert.equal(told.filter(({time}) => time === last.time).length, 1, detector.name);
    if (last.value !== null) assert.ok(wasOpen > 0, detector.name);
  }
});

test("walk.state is plain data that the walk does not touch any more", () => {
  const {times, values} = observed;
  for (const detector of detectors) {
    const walk = detector.walk(knownThen(), period.from);
    const state = walk.state;
    const written = JSON.stringify(state);
    assert.deepEqual(JSON.parse(written), state, detector.name);
    for (let i = beginOf(observed, period.from); i < times.length; i++) walk.push(times[i]!, values[i]!);
    assert.equal(JSON.stringify(state), written, detector.name);
    assert.notEqual(JSON.stringify(walk.state), written, detector.name);
  }
});
