import assert from "node:assert/strict";
import {test} from "node:test";
import {forecastPeaks} from "../../../loaders/scaling/forecast-peaks.ts";

const period = {length: 60, lead: 5, day: 1440, hour: 60};
const days = 14;
/** The same day again and again: even hours, a sudden rush from 18:00 to 19:00. */
const load = Float64Array.from({length: days * 1440}, (_, i) => (Math.floor(i / 60) % 24 === 18 ? 900 : 300));

test("forecastPeaks() learns a rush that comes at the same time of day, and how sure it may be", () => {
  const {starts, expected, spread} = forecastPeaks(load, period, {first: 120, floor: 1});
  assert.deepEqual([starts[0], starts.at(-2), starts.at(-1)], [120, load.length - 60, load.length + 5]);
  const last = (hour: number) => (days - 1) * 24 + hour - 2;
  assert.ok(Math.abs(Math.exp(expected[last(18)]!) - 901) < 45, String(Math.exp(expected[last(18)]!)));
  assert.ok(Math.abs(Math.exp(expected[last(12)]!) - 301) < 15, String(Math.exp(expected[last(12)]!)));
  const fourth = (hour: number) => 3 * 24 + hour - 2;
  assert.ok(spread[fourth(18)]! > spread[fourth(12)]!);
  assert.ok(spread[last(12)]! < 0.05);
});

test("forecastPeaks() does not learn from an outage", () => {
  const outage = load.map((value, i) => (i > 10 * 1440 && i < 11 * 1440 + 300 ? Number.NaN : value));
  const {expected} = forecastPeaks(outage, period, {first: 120, floor: 1});
  assert.ok(expected.every(Number.isFinite));
  assert.ok(Math.abs(Math.exp(expected[13 * 24 + 12 - 2]!) - 301) < 15);
});

test("forecastPeaks() of a load that ends before its first period looks at what comes alone", () => {
  const {starts, expected} = forecastPeaks(load.subarray(0, 150), period, {first: 120, floor: 1});
  assert.deepEqual([...starts], [155]);
  assert.ok(Math.abs(Math.exp(expected[0]!) - 301) < 1);
});
