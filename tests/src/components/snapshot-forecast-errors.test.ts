import assert from "node:assert/strict";
import {test} from "node:test";
import {type Actuals, forecastErrors} from "../../../src/components/snapshot-forecast-errors.js";

const hour = 3_600_000;
const forecast = {
  series: "001/flow",
  label: "Flow at 001",
  unit: "m³/h",
  model: "ridge",
  start: 2 * hour,
  step: hour,
  mean: [10, 20, null, 40, 50],
  lo90: [9, 18, null, 39, 45],
  hi90: [11, 25, null, 41, 55]
};
const actuals = (values: (number | null)[]): Actuals => ({
  id: "001/flow",
  label: "Flow at 001",
  unit: "m³/h",
  start: 0,
  step: hour,
  values
});

test("forecastErrors() measures the hours that have come and that both know", () => {
  assert.deepEqual(forecastErrors(forecast, actuals([1, 1, 8, 24, 30, null])), {
    hours: 2,
    error: 3,
    share: 3 / 16,
    bias: -1,
    inside: 0.5
  });
});

test("forecastErrors() is null while nothing has come, and for a series that nobody measures", () => {
  assert.equal(forecastErrors(forecast, actuals([1, 1])), null);
  assert.equal(forecastErrors(forecast, undefined), null);
});

test("forecastErrors() has no share of a mean of zero", () => {
  assert.equal(forecastErrors(forecast, actuals([0, 0, 0]))!.share, null);
});
