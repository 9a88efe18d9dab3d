import assert from "node:assert/strict";
import {test} from "node:test";
import {chooseForecast} from "../../../loaders/forecast/choose-forecast.ts";
import {drivenAt, driversOf} from "../../../loaders/forecast/exogenous.ts";
import {fillGaps} from "../../../loaders/forecast/fill-gaps.ts";
import {calendarRidge} from "../../../loaders/forecast/models/calendar-ridge.ts";
import {decomposition} from "../../../loaders/forecast/models/decomposition.ts";
import {trees} from "../../../loaders/forecast/models/trees.ts";
import {head, type Regular, tail} from "../../../loaders/forecast/regular.ts";
import {noise, waves} from "../../support/waves.ts";

const models = [decomposition, calendarRidge, trees];

/** A series that a temperature, which wanders over days, moves by as much as the day does. */
function driven(days: number): {history: Regular; actual: Float64Array} {
  const {start, step, values} = waves({days: days + 2, jitter: 0.02});
  const random = noise(7);
  let drift = 0;
  const temperature = Float64Array.from(values, (_, i) => {
    if (i % 24 === 0) drift = 0.7 * drift + 6 * random();
    return 15 + drift + 5 * Math.sin((2 * Math.PI * i) / 24);
  });
  const moved = values.map((value, i) => value * Math.exp(0.05 * (temperature[i]! - 15)));
  const whole = {start, step, values: moved};
  const exogenous = [{name: "temperature", values: temperature}];
  return {history: {...head(whole, days * 24), exogenous}, actual: moved.subarray(days * 24)};
}

const errorOf = (forecast: Float64Array, actual: Float64Array) =>
  forecast.reduce((sum, value, h) => sum + Math.abs(value - actual[h]!), 0);

test("chooseForecast() errs less than half as much with the temperature that drives a series", async () => {
  const {history, actual} = driven(150);
  const {exogenous: _, ...alone} = history;
  const options = {horizon: 48, candidates: models};
  const withIt = (await chooseForecast(history, options))!;
  const without = (await chooseForecast(alone, options))!;
  assert.ok(errorOf(withIt.mean, actual) < errorOf(without.mean, actual) / 2);
  assert.ok(withIt.backtests[0]!.mae < without.backtests[0]!.mae / 2);
});

for (const model of models)
  test(`${model.name} sees no exogenous value that is not known at an origin`, async () => {
    const {history} = driven(150);
    const known = {...history, exogenous: [{...history.exogenous![0]!, values: history.exogenous![0]!.values.slice()}]};
    const at = head({...known, values: known.values}, 140 * 24);
    const forecast = async () => (model.forecast as typeof trees.forecast)((await model.fit(at, 48)) as never, at, 48);
    const before = await forecast();
    known.exogenous[0]!.values.fill(1e3, 142 * 24);
    assert.deepEqual(await forecast(), before);
    known.exogenous[0]!.values.fill(30, 141 * 24, 142 * 24);
    assert.notDeepEqual(await forecast(), before);
  });

test("head() and tail() keep exogenous values beside the series, as far ahead as they are known", () => {
  const exogenous = [{name: "x", values: Float64Array.of(0, 1, 2, 3, 4, 5, 6)}];
  const series: Regular = {start: 0, step: 3_600_000, values: Float64Array.of(10, 11, 12, 13, 14), exogenous};
  assert.deepEqual([...head(series, 2).exogenous![0]!.values], [0, 1, 2, 3]);
  assert.deepEqual([...head(series, 9).exogenous![0]!.values], [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...tail(series, 2).exogenous![0]!.values], [3, 4, 5, 6]);
});

test("fillGaps() fills exogenous gaps with the same time of the day before", () => {
  const values = Float64Array.from({length: 60}, (_, i) => i);
  values.fill(Number.NaN, 30, 33);
  const series = {...waves({days: 2}), exogenous: [{name: "x", values}]};
  series.values[0] = Number.NaN;
  const {exogenous} = fillGaps(series);
  assert.deepEqual([...exogenous![0]!.values.subarray(28, 34)], [29, 6, 7, 8, 33, 34]);
});

test("drivenAt() repeats the last known day", () => {
  const values = Float64Array.from({length: 50}, (_, i) => i);
  const [driver] = driversOf({...waves({days: 2}), exogenous: [{name: "x", values}]});
  const {values: z} = driver!;
  assert.deepEqual(
    [10, 49, 50, 73, 74].map((t) => drivenAt(driver!, t, 48)),
    [z[10], z[49], z[26], z[49], z[26]]
  );
});
