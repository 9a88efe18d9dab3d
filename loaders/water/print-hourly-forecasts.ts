import {FittedModels} from "../fitted/fitted-models.ts";
import {openLake} from "../lake.ts";
import {forecastHistory} from "./forecast-history.ts";
import {encodeHourlyForecasts, type HourlyForecast} from "./hourly-forecasts.ts";
import {observePlant} from "./observe-plant.ts";
import {forecastKey, seriesForecast} from "./series-forecast.ts";

const lake = await openLake();
const models = new FittedModels(lake.data);
const forecasts: HourlyForecast[] = [];
for (const one of (await observePlant(lake)).series) {
  const made = await seriesForecast(one, "days", models);
  if (!made) continue;
  const {source, series} = one;
  const key = forecastKey(one, "days", forecastHistory(one, "days")!, models);
  forecasts.push({source, series, key, forecast: made.forecast});
}
process.stdout.write(encodeHourlyForecasts({madeAt: Date.now(), forecasts}));
lake.close();
