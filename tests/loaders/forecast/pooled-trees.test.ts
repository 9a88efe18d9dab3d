import assert from "node:assert/strict";
import {test} from "node:test";
import {rollingOrigins} from "../../../loaders/forecast/backtest.ts";
import {fitForecast} from "../../../loaders/forecast/fit-forecast.ts";
import {forecastFrom} from "../../../loaders/forecast/forecast-from.ts";
import {modelsNamed} from "../../../loaders/forecast/models/index.ts";
import {type Pool, pooledTrees, poolTrees} from "../../../loaders/forecast/models/pooled-trees.ts";
import {head, type Regular} from "../../../loaders/forecast/regular.ts";
import {mean} from "../../../loaders/math/mean.ts";
import {noise, waves} from "../../support/waves.ts";

const day = 24;
const horizon = 24;
const few = {trees: 10, most: 5000};

/** A daily wave with a peak on the evening of every third day, which no profile of a day or a week shows. */
function peaks({days, level, seed}: {days: number; level: number; seed: number}): Regular {
  const random = noise(seed);
  const values = Float64Array.from({length: days * day}, (_, i) => {
    const high = Math.floor(i / day) % 3 === seed % 3 && i % day >= 17 && i % day < 21;
    return level * (1 + 0.3 * Math.sin((2 * Math.PI * i) / day) + (high ? 1 : 0)) * (1 + 0.02 * random());
  });
  return {start: Date.UTC(2026, 0, 5), step: 3_600_000, values};
}

const mae = (forecast: Float64Array, actual: Float64Array) =>
  forecast.reduce((sum, value, h) => sum + Math.abs(value - actual[h]!), 0) / forecast.length;

const group = (days = 60) => Array.from({length: 12}, (_, i) => peaks({days, level: 10 * 1.7 ** i, seed: i + 1}));

test("pooledTrees() know from other series what a short one has hardly shown", async () => {
  const whole = peaks({days: 60, level: 55, seed: 40});
  const short = {...whole, values: whole.values.subarray(0, 24 * day)};
  const options = {trees: 30, most: 20_000};
  const from = (others: Regular[]) => poolTrees([...others, short], horizon, options);
  const errorWith = async (pool: Pool | null) => {
    const model = pooledTrees(pool);
    const state = await model.fit(short, horizon);
    return mean(
      Array.from({length: 12}, (_, i) => {
        const n = (24 + i) * day;
        return mae(model.forecast(state, head(whole, n), horizon), whole.values.subarray(n, n + day));
      })
    );
  };
  const [pooled, alone] = [await errorWith(await from(group())), await errorWith(await from(Array(4).fill(short)))];
  assert.ok(pooled < alone / 2, `${pooled} against ${alone}`);
});

test("poolTrees() reads nothing from the first origin of a backtest on, and learns the same twice", async () => {
  const series = group(40);
  const before = await poolTrees(series, horizon, few);
  assert.deepEqual(await poolTrees(series, horizon, few), before);
  for (const {values, step} of series) values.fill(1e6, rollingOrigins(values.length, step, {horizon})[0]!);
  assert.deepEqual(await poolTrees(series, horizon, few), before);
  for (const {values} of series) values.fill(1, 20 * day, 24 * day);
  assert.notDeepEqual(await poolTrees(series, horizon, few), before);
});

test("poolTrees() takes constant and negative series, gaps, other starts and lengths", async () => {
  const gaps = waves({days: 50, seed: 3});
  gaps.values.fill(Number.NaN, 0, 100);
  gaps.values.fill(Number.NaN, 400, 500);
  const negative = waves({days: 200, seed: 4});
  const odd: Regular[] = [
    {...waves({days: 30}), values: new Float64Array(30 * day).fill(7)},
    {...waves({days: 30}), values: new Float64Array(30 * day)},
    {...waves({days: 30}), values: new Float64Array(30 * day).fill(Number.NaN)},
    {...negative, values: negative.values.map((value) => 1e4 * (100 - value))},
    {...waves({days: 45}), start: Date.UTC(2020, 5, 1, 7)},
    {...waves({days: 60}), exogenous: [{name: "rain", values: new Float64Array(60 * day)}]},
    waves({days: 21}),
    waves({days: 9}),
    gaps
  ];
  const model = pooledTrees(await poolTrees(odd, 48, few));
  const suited = odd.filter(({values}) => values.some(Number.isFinite) && model.suits!({...odd[0]!, values}));
  assert.equal(suited.length, 7);
  for (const series of suited) {
    const fitted = (await fitForecast(series, {horizon: 48, candidates: [model]}))!;
    const {mean, backtests} = forecastFrom(fitted, series, [model]);
    assert.ok(mean.every(Number.isFinite));
    assert.equal(backtests[0]!.model, "pooled trees");
    if (series.values[0] === series.values[1])
      assert.ok(mean.every((value) => Math.abs(value - series.values[0]!) < 1e-6));
  }
});

test("poolTrees() gives null for less than five series that are long enough, or for minutes", async () => {
  const four = group(40).slice(0, 4);
  assert.equal(await poolTrees([...four, waves({days: 20})], horizon), null);
  const minutes = Array.from({length: 5}, (_, seed) => waves({days: 22, step: 60_000, seed}));
  assert.equal(await poolTrees(minutes, horizon), null);
});

test("modelsNamed() has pooled trees among the models where there is a pool, and what they learnt stands alone", async () => {
  const series = group(40);
  const pool = await poolTrees(series, horizon, few);
  const named = (name: string) => modelsNamed(name, pool).map((model) => model.name);
  assert.ok(named("auto").includes("pooled trees") && named("all").includes("pooled trees"));
  assert.deepEqual(named("pooled-trees"), ["pooled trees"]);
  assert.ok(!modelsNamed("auto").some(({name}) => name === "pooled trees"));
  const fitted = (await fitForecast(series[0]!, {horizon, candidates: modelsNamed("pooled-trees", pool)}))!;
  const kept = structuredClone(fitted);
  assert.deepEqual(forecastFrom(kept, series[0]!), forecastFrom(fitted, series[0]!));
  await assert.rejects(async () => pooledTrees().fit(series[0]!, horizon), /pooled trees take 5 series or more/);
});
