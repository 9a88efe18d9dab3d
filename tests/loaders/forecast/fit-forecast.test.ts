import assert from "node:assert/strict";
import {test} from "node:test";
import {deserialize, serialize} from "node:v8";
import {chooseForecast} from "../../../loaders/forecast/choose-forecast.ts";
import {fitForecast} from "../../../loaders/forecast/fit-forecast.ts";
import {forecastFrom} from "../../../loaders/forecast/forecast-from.ts";
import {models} from "../../../loaders/forecast/models/index.ts";
import {head, tail} from "../../../loaders/forecast/regular.ts";
import {waves} from "../../support/waves.ts";

const series = waves({days: 60, jitter: 0.1});
const fitted = (await fitForecast(head(series, 50 * 24), {horizon: 48, candidates: models}))!;

test("fitForecast() gives plain data: what was kept on disk forecasts the same", async () => {
  const kept = deserialize(serialize(fitted));
  assert.deepEqual(kept, fitted);
  assert.deepEqual(structuredClone(fitted), fitted);
  const known = head(series, 50 * 24);
  assert.deepEqual(forecastFrom(kept, known), await chooseForecast(known, {horizon: 48, candidates: models}));
});

test("forecastFrom() goes on from a longer history, as well as the backtest promised", () => {
  let error = 0;
  for (let day = 50; day < 58; day++) {
    const {start, mean} = forecastFrom(fitted, head(series, day * 24));
    assert.equal(start, series.start + day * 24 * series.step);
    error += mean.reduce((sum, value, h) => sum + Math.abs(value - series.values[day * 24 + h]!), 0) / 48 / 8;
  }
  const [chosen] = fitted.candidates;
  assert.ok(Math.abs(error / chosen!.backtest.mae - 1) < 0.15, `${error} against ${chosen!.backtest.mae}`);
});

test("fitForecast() tells how each model did, step by step, and what it said at the newest origin", () => {
  assert.equal(fitted.newest!.start, series.start + 48 * 24 * series.step);
  assert.deepEqual(fitted.newest!.actual, series.values.slice(48 * 24, 50 * 24));
  for (const {backtest, errorByStep, newest, seconds} of fitted.candidates) {
    assert.equal(newest.length, 48);
    assert.ok(seconds > 0);
    const mean = errorByStep.reduce((sum, error) => sum + error, 0) / 48;
    assert.ok(Math.abs(mean / backtest.mae - 1) < 1e-9, backtest.model);
  }
});

test("forecastFrom() refuses another step, and a model that is gone", () => {
  assert.throws(() => forecastFrom(fitted, {...series, step: 60_000}), /fitted for a step of 3600000 ms: 60000/);
  assert.throws(() => forecastFrom(fitted, series, []), /no such model: /);
});

test("fitForecast() returns null below two days", async () => {
  assert.equal(await fitForecast(tail(series, 40), {horizon: 24}), null);
});
