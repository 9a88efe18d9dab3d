import {FittedModels} from "../fitted/fitted-models.ts";
import type {HourlyForecast} from "../forecast/hourly-forecast.ts";
import {openLake} from "../lake.ts";
import {round} from "../round.ts";
import {observePlant} from "./observe-plant.ts";
import {seriesForecast} from "./series-forecast.ts";

const lake = await openLake();
const models = new FittedModels(lake.data);
const forecasts: HourlyForecast[] = [];
for (const one of (await observePlant(lake)).series) {
  const made = await seriesForecast(one, "days", models);
  if (!made) continue;
  const {model, start, mean} = made.forecast;
  forecasts.push({source: one.source, series: one.series, model, start, mean: Array.from(mean, round)});
}
process.stdout.write(JSON.stringify(forecasts));
lake.close();
