import assert from "node:assert/strict";
import {test} from "node:test";
import {burstFactor} from "../../../loaders/scaling/burst-factor.ts";

const minute = 60_000;

test("burstFactor() is how far the highest minutes rise above their hour's mean", () => {
  const values = Float64Array.from({length: 120}, (_, i) => (i % 60 < 6 ? 28 : 8));
  assert.equal(burstFactor({start: 0, step: minute, values}), 2.8);
});

test("burstFactor() of nothing, of gaps and of an even load is 1", () => {
  assert.equal(burstFactor({start: 0, step: minute, values: new Float64Array(0)}), 1);
  assert.equal(burstFactor({start: 0, step: minute, values: new Float64Array(60).fill(Number.NaN)}), 1);
  assert.equal(burstFactor({start: 0, step: minute, values: new Float64Array(60).fill(5)}), 1);
});
