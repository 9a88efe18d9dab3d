import assert from "node:assert/strict";
import {test} from "node:test";
import {columnPoints, columnRange, forecastPoints} from "../../../src/components/columns.js";

test("columnPoints() puts times beside a column's values", () => {
  assert.deepEqual(columnPoints({start: 1000, step: 10, actual: [1, null]}, "actual"), [
    {time: 1000, value: 1},
    {time: 1010, value: null}
  ]);
});

test("columnRange() leaves out what is known on one side only", () => {
  assert.deepEqual(columnRange({start: 0, step: 5, lo: [1, null, 3], hi: [2, 4, null]}, "lo", "hi"), [
    {time: 0, lo: 1, hi: 2}
  ]);
});

test("forecastPoints() narrows a missing interval to the mean, and is empty without a forecast", () => {
  const forecast = {start: 0, step: 60, mean: [5, null], lo50: [null, 1], hi50: [6, 1], lo90: [null, 1], hi90: [8, 1]};
  assert.deepEqual(forecastPoints(forecast), [{time: 0, mean: 5, lo50: 5, hi50: 6, lo90: 5, hi90: 8}]);
  assert.deepEqual(forecastPoints(null), []);
});
