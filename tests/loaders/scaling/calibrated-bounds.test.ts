import assert from "node:assert/strict";
import {test} from "node:test";
import {burstFactor} from "../../../loaders/scaling/burst-factor.ts";
import {calibratedBounds} from "../../../loaders/scaling/calibrated-bounds.ts";

const minute = 60_000;

test("calibratedBounds() scales what was expected by the errors of the days before, and by no later ones", () => {
  const expected = new Float64Array(40).fill(10);
  const actual = Float64Array.from(expected, (_, i) => (i < 20 ? 12 : i < 30 ? 15 : 99));
  const bounds = calibratedBounds(expected, actual, {level: 1, day: 10, days: 2});
  assert.deepEqual([...bounds], [...new Array(10).fill(12), ...new Array(10).fill(15)]);
});

test("calibratedBounds() passes gaps over and trusts the forecast where nothing is known", () => {
  const expected = new Float64Array(20).fill(10);
  assert.deepEqual(
    [...calibratedBounds(expected, new Float64Array(20).fill(Number.NaN), {day: 10})],
    new Array(10).fill(10)
  );
});

test("calibratedBounds() of less than two days has none", () => {
  assert.equal(calibratedBounds(new Float64Array(15), new Float64Array(15), {day: 10}).length, 0);
});

test("burstFactor() is how far the highest minutes rise above their hour's mean", () => {
  const values = Float64Array.from({length: 120}, (_, i) => (i % 60 < 6 ? 28 : 8));
  assert.equal(burstFactor({start: 0, step: minute, values}), 2.8);
});

test("burstFactor() of nothing, of gaps and of an even load is 1", () => {
  assert.equal(burstFactor({start: 0, step: minute, values: new Float64Array(0)}), 1);
  assert.equal(burstFactor({start: 0, step: minute, values: new Float64Array(60).fill(Number.NaN)}), 1);
  assert.equal(burstFactor({start: 0, step: minute, values: new Float64Array(60).fill(5)}), 1);
});
