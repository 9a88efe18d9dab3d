import assert from "node:assert/strict";
import {test} from "node:test";
import {holtWinters} from "../../../loaders/forecast/models/holt-winters.ts";
import {residualTrees} from "../../../loaders/forecast/models/residual-trees.ts";
import {head, type Regular} from "../../../loaders/forecast/regular.ts";
import {noise, waves} from "../../support/waves.ts";

const day = 24;
const days = 150;

test("residualTrees learn what exponential smoothing cannot know: days that a column tells ahead", async () => {
  const whole = waves({days: days + 12, jitter: 0.03});
  const random = noise(9);
  const closed = Array.from({length: days + 12}, () => random() > 0.4);
  whole.values.forEach((value, i) => {
    if (closed[Math.floor(i / day)]) whole.values[i] = 0.6 * value;
  });
  const column = whole.values.map((_, i) => (closed[Math.floor(i / day)] ? 1 : 0));
  const known = (n: number): Regular => ({
    ...head(whole, n * day),
    exogenous: [{name: "closed", values: column.subarray(0, (n + 1) * day)}]
  });
  assert.ok(residualTrees.suits!(known(days)));
  const state = await residualTrees.fit(known(days), day);
  const rates = await holtWinters.fit(known(days), day);
  let [trees, smoothing] = [0, 0];
  for (let n = days; n < days + 12; n++) {
    const actual = whole.values.subarray(n * day, (n + 1) * day);
    const errorOf = (forecast: Float64Array) =>
      forecast.reduce((sum, value, h) => sum + Math.abs(value - actual[h]!), 0);
    trees += errorOf(residualTrees.forecast(state, known(n), day));
    smoothing += errorOf(holtWinters.forecast(rates, known(n), day));
  }
  assert.ok(trees < smoothing / 2, `${trees} against ${smoothing}`);
});
