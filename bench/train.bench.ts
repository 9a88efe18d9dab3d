import {FittedModels} from "../loaders/fitted/fitted-models.ts";
import {spans} from "../loaders/fitted/span.ts";
import {trainingSeries} from "../loaders/fitted/training-series.ts";
import {fitForecast} from "../loaders/forecast/fit-forecast.ts";
import {forecastFrom} from "../loaders/forecast/forecast-from.ts";
import {models} from "../loaders/forecast/models/index.ts";
import {openLake} from "../loaders/lake.ts";
import {median} from "../loaders/math/quantile.ts";
import {anchor, plantLake} from "../tests/loaders/water/plant-lake.ts";
import {runWeir} from "../tests/support/run-weir.ts";
import {waves} from "../tests/support/waves.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";

const hourMs = 3_600_000;

/** What it costs to keep the forecasts of the demo's plant: learning, and forecasting again from what was learnt. */
export const bench: Bench = {
  name: "train",
  about: "fitting every forecast of the simulated plant, and refreshing them with one more hour",
  run: async (context) => [...(await plant(context)), ...(await nineMonths(context))]
};

async function plant({scope, say}: BenchContext): Promise<Row[]> {
  const data = await plantLake(scope);
  say("training");
  const env = {WEIR_DATA: data, WEIR_NOW: new Date(anchor - hourMs).toISOString()};
  const [training, trainS] = await seconds(() => runWeir(scope, ["train", "--json"], {env}).exit);
  if (training.code !== 0) throw new Error(`weir train failed: ${training.stderr}`);
  const lake = await openLake({data, now: anchor});
  const all = await trainingSeries(lake);
  lake.close();
  say("an hour later");
  const [fresh, refreshS] = await seconds(async () => {
    const fitted = new FittedModels(data);
    return Promise.all(all.map(({id, span, history}) => fitted.forecast(id, span, history)));
  });
  if (fresh.some((one) => !one?.trained)) throw new Error("a series was fitted anew");
  const [, anewS] = await seconds(async () => {
    for (const {span, history} of all) await fitForecast(history, {...spans[span], candidates: models});
  });
  return [
    {what: `training ${all.length} forecasts of 6 series, all models`, value: trainS, unit: "s"},
    {
      what: "refresh of all forecasts with one more hour",
      value: refreshS,
      unit: "s",
      bar: {atMost: 1},
      rival: {name: "fitted anew", value: anewS}
    }
  ];
}

async function nineMonths({say}: BenchContext): Promise<Row[]> {
  say("nine months of minutes");
  const history = waves({days: 273, step: 60_000});
  const fitted = (await fitForecast(history, {horizon: 60, candidates: models}))!;
  const times: number[] = [];
  for (let i = 0; i < 9; i++) times.push((await seconds(async () => forecastFrom(fitted, history)))[1]);
  return [
    {
      what: "an hour's forecast from fitted models, nine months of minutes",
      value: median(times),
      unit: "s",
      bar: {atMost: 0.1}
    }
  ];
}

async function seconds<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begin = performance.now();
  return [await work(), (performance.now() - begin) / 1000];
}
