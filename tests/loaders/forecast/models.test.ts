import assert from "node:assert/strict";
import {test} from "node:test";
import {models} from "../../../loaders/forecast/models/index.ts";
import {ridge} from "../../../loaders/forecast/models/ridge.ts";
import {seasonalNaive} from "../../../loaders/forecast/models/seasonal-naive.ts";
import {head, type Regular} from "../../../loaders/forecast/regular.ts";
import {waves} from "../../support/waves.ts";

const hour = 3_600_000;

for (const model of models) {
  test(`${model.name}.forecast() is finite and never negative for short, constant and zero series`, async () => {
    const zero = waves({days: 20});
    zero.values.forEach((_, i) => {
      if (i % 24 < 6) zero.values[i] = 0;
    });
    const histories: Regular[] = [
      {start: 0, step: hour, values: Float64Array.of(5)},
      {start: 0, step: hour, values: new Float64Array(30).fill(5)},
      {start: 0, step: hour, values: new Float64Array(900).fill(7)},
      {start: 0, step: hour, values: new Float64Array(900)},
      zero,
      waves({days: 3}),
      waves({days: 40})
    ];
    for (const history of histories) {
      const forecast = model.forecast(await model.fit(history, 48), history, 48);
      assert.equal(forecast.length, 48);
      assert.ok(forecast.every((value) => Number.isFinite(value) && value >= 0));
    }
    const constant = histories[2]!;
    assert.ok(model.forecast(await model.fit(constant, 3), constant, 3).every((v) => Math.abs(v - 7) < 1e-6));
  });

  test(`${model.name}.forecast() reads nothing past the end of its history`, async () => {
    const whole = waves({days: 40});
    const known = head(whole, 30 * 24);
    const state = await model.fit(known, 24);
    const before = model.forecast(state, known, 24);
    whole.values.fill(1e6, 30 * 24);
    assert.deepEqual(model.forecast(state, known, 24), before);
  });
}

test("ridge.forecast() halves the error of the seasonal naive on a series with a week", async () => {
  const whole = waves({days: 90, jitter: 0.1});
  const history = head(whole, 83 * 24);
  const actual = whole.values.subarray(83 * 24);
  const errorOf = (forecast: Float64Array) => forecast.reduce((sum, f, h) => sum + Math.abs(f - actual[h]!), 0);
  const error = errorOf(ridge.forecast(await ridge.fit(history, 168), history, 168));
  assert.ok(error < errorOf(seasonalNaive.forecast(null, history, 168)) / 2);
});

test("ridge.fit() knows ten-minute series by the day and week before", async () => {
  const whole = waves({days: 60, step: 600_000});
  const state = await ridge.fit(whole, 36);
  assert.ok(state!.lags.includes(144) && state!.lags.includes(1008) && state!.lags.length < 200);
});
