import assert from "node:assert/strict";
import {test} from "node:test";
import type {Model} from "../../../loaders/forecast/model.ts";
import {calendarRidge} from "../../../loaders/forecast/models/calendar-ridge.ts";
import {models, others} from "../../../loaders/forecast/models/index.ts";
import {ridge} from "../../../loaders/forecast/models/ridge.ts";
import {seasonalNaive} from "../../../loaders/forecast/models/seasonal-naive.ts";
import {trees} from "../../../loaders/forecast/models/trees.ts";
import {weeklyNaive} from "../../../loaders/forecast/models/weekly-naive.ts";
import {head, monthMs, type Regular} from "../../../loaders/forecast/regular.ts";
import {waves} from "../../support/waves.ts";

const hour = 3_600_000;

for (const model of [...models, ...others]) {
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
      waves({days: 40}),
      {start: 0, step: hour, values: new Float64Array(150 * 24).fill(7)},
      {start: 0, step: hour, values: new Float64Array(150 * 24)},
      waves({days: 150}),
      {start: 0, step: 7 * 24 * hour, values: waves({days: 5}).values},
      {start: 0, step: monthMs, values: waves({days: 2}).values},
      {start: 0, step: monthMs, values: Float64Array.of(3, 4)}
    ];
    for (const history of histories.filter((one) => model.suits?.(one) ?? true)) {
      const forecast = model.forecast(await model.fit(history, 48), history, 48);
      assert.equal(forecast.length, 48);
      assert.ok(forecast.every((value) => Number.isFinite(value) && value >= 0));
    }
    const constant = histories[7]!;
    assert.ok(model.forecast(await model.fit(constant, 3), constant, 3).every((v) => Math.abs(v - 7) < 1e-6));
  });

  test(`${model.name}.forecast() reads nothing past the end of its history`, async () => {
    const whole = waves({days: 160});
    const known = head(whole, 150 * 24);
    const state = await model.fit(known, 24);
    const before = model.forecast(state, known, 24);
    whole.values.fill(1e6, 150 * 24);
    assert.deepEqual(model.forecast(state, known, 24), before);
  });
}

for (const model of [calendarRidge, trees]) {
  test(`${model.name}.forecast() knows holidays from the year before, and is better by it than the week before`, async () => {
    const whole = waves({days: 550, jitter: 0.05});
    const holiday = Date.UTC(2026, 4, 1); // a Friday, and a Saturday the year after
    const feast = Date.UTC(2026, 5, 2); // a Tuesday, and a Wednesday the year after
    for (const time of [holiday, feast, Date.UTC(2027, 5, 2)]) {
      const at = (time - whole.start) / hour;
      for (let i = at; i < at + 24; i++) whole.values[i] = 0.8 * 100 * (1 + 0.5 * Math.sin((2 * Math.PI * i) / 24));
    }
    const origin = (Date.UTC(2027, 5, 1) - whole.start) / hour;
    const history = head(whole, origin);
    assert.ok(model.suits!(history));
    const forecast = (model as Model).forecast(await model.fit(history, 168), history, 168);
    const naive = weeklyNaive.forecast(null, history, 168);
    const errorOf = (given: Float64Array, from: number, to: number) =>
      given.subarray(from, to).reduce((sum, f, h) => sum + Math.abs(f - whole.values[origin + from + h]!), 0);
    assert.ok(errorOf(forecast, 24, 48) < errorOf(naive, 24, 48) / 2, "the holiday");
    assert.ok(errorOf(forecast, 48, 168) < errorOf(naive, 48, 168), "the days after");
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
