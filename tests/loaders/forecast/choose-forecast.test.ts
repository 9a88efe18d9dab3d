import assert from "node:assert/strict";
import {test} from "node:test";
import {backtest, rollingOrigins} from "../../../loaders/forecast/backtest.ts";
import {chooseForecast} from "../../../loaders/forecast/choose-forecast.ts";
import {dayAhead} from "../../../loaders/forecast/day-ahead.ts";
import {fillGaps} from "../../../loaders/forecast/fill-gaps.ts";
import type {Model} from "../../../loaders/forecast/model.ts";
import {profile} from "../../../loaders/forecast/models/profile.ts";
import {seasonalNaive} from "../../../loaders/forecast/models/seasonal-naive.ts";
import {head, regular, seasonsOf} from "../../../loaders/forecast/regular.ts";
import {waves} from "../../support/waves.ts";

const hour = 3_600_000;

test("regular() places values in their intervals and leaves gaps", () => {
  assert.deepEqual(regular([hour + 5, 3 * hour], [1, 3], hour), {
    start: hour,
    step: hour,
    values: Float64Array.of(1, Number.NaN, 3)
  });
  assert.throws(() => seasonsOf(7), /invalid step: 7/);
});

test("fillGaps() takes the same hour a week before and cuts leading gaps", () => {
  const series = waves({days: 21, jitter: 0});
  series.values.fill(Number.NaN, 0, 5);
  series.values.fill(Number.NaN, 15 * 24, 16 * 24);
  const filled = fillGaps(series);
  assert.equal(filled.start, series.start + 5 * hour);
  assert.equal(filled.values[15 * 24 - 5 + 3], series.values[8 * 24 + 3]);
  assert.ok(filled.values.every(Number.isFinite));
  assert.equal(fillGaps({...series, values: new Float64Array(9).fill(Number.NaN)}).values.length, 0);
});

test("rollingOrigins() keeps two thirds of the history to learn from", () => {
  const origins = rollingOrigins(720, hour, {horizon: 48});
  assert.ok(origins.length >= 2 && origins[0]! >= 480);
  assert.equal(origins.at(-1), 720 - 48);
  assert.deepEqual(rollingOrigins(100, hour, {horizon: 48}), []);
});

test("backtest() fits once, before the first origin, and never shows a model what it is judged by", async () => {
  const history = waves({days: 60});
  const seen: number[] = [];
  const spy: Model<null> = {
    ...seasonalNaive,
    fit(known) {
      seen.push(known.values.length);
      return null;
    },
    forecast(state, known, horizon) {
      seen.push(known.values.length);
      return seasonalNaive.forecast(state, known, horizon);
    }
  };
  const trials = await backtest(spy, history, {horizon: 24, origins: 3});
  const origins = trials.map(({origin}) => origin);
  assert.deepEqual(seen, [origins[0], ...origins]);
});

test("chooseForecast() beats the seasonal naive where there is a week and says so", async () => {
  const forecast = (await chooseForecast(waves({days: 60}), {horizon: 168}))!;
  const naive = forecast.backtests.find(({model}) => model === "seasonal naive")!;
  assert.notEqual(forecast.model, "seasonal naive");
  assert.equal(forecast.backtests[0]!.model, forecast.model);
  assert.ok(forecast.backtests[0]!.mae < 0.7 * naive.mae);
  assert.equal(forecast.start, waves({days: 60}).start + 60 * 24 * hour);
});

test("chooseForecast() keeps the seasonal naive where nothing beats it", async () => {
  const random = waves({days: 30, jitter: 0});
  const flat = {...random, values: new Float64Array(720).fill(3)};
  const forecast = (await chooseForecast(flat, {horizon: 24}))!;
  assert.equal(forecast.model, "seasonal naive");
  assert.ok(forecast.lo90.every((value) => Math.abs(value - 3) < 1e-9));
});

test("chooseForecast() gives ordered, positive intervals that cover what comes", async () => {
  let inside = 0;
  let all = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const whole = waves({days: 67, jitter: 0.2, seed});
    const actual = whole.values.subarray(60 * 24);
    const {lo90, lo50, mean, hi50, hi90} = (await chooseForecast(head(whole, 60 * 24), {horizon: 168}))!;
    for (let h = 0; h < 168; h++) {
      const row = [0, lo90[h]!, lo50[h]!, mean[h]!, hi50[h]!, hi90[h]!];
      assert.deepEqual(
        row,
        row.toSorted((a, b) => a - b)
      );
      all++;
      if (actual[h]! >= lo90[h]! && actual[h]! <= hi90[h]!) inside++;
    }
  }
  assert.ok(inside / all > 0.86 && inside / all < 0.96, `coverage ${inside / all}`);
});

test("chooseForecast() copes with gaps, and returns null below two days", async () => {
  const series = waves({days: 30});
  series.values.fill(Number.NaN, 300, 420);
  series.values.fill(Number.NaN, 710);
  const forecast = (await chooseForecast(series, {horizon: 24}))!;
  assert.ok(forecast.mean.every((value) => value > 0));
  assert.equal(await chooseForecast(head(series, 40), {horizon: 24}), null);
  const short = (await chooseForecast(head(series, 60), {horizon: 24}))!;
  assert.equal(short.model, "seasonal naive");
  assert.ok(short.hi90.every((value, h) => value > short.lo90[h]!));
});

test("dayAhead() says of each day what was known at its beginning", async () => {
  const series = waves({days: 20});
  const expected = await dayAhead(profile, series, series.start + 15 * 24 * hour + 5);
  assert.equal(expected.start, series.start + 15 * 24 * hour);
  assert.equal(expected.values.length, 6 * 24);
  const second = profile.forecast(null, head(series, 16 * 24), 24);
  assert.deepEqual(expected.values.subarray(24, 48), second);
});
