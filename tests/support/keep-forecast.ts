import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {encodeHourlyForecasts, hourlyForecastsFile} from "../../loaders/water/hourly-forecasts.ts";
import {minute} from "./watch-bed.ts";

/** What the job `forecast` leaves, for one series. */
export function keepForecast(
  folder: string,
  {madeAt, start, mean}: {madeAt: number; start: number; mean: number[]}
): void {
  const band = Float64Array.from(mean);
  const forecast = {model: "m", start, step: 60 * minute, mean: band, lo50: band, hi50: band, lo90: band, hi90: band};
  const forecasts = [{source: "plant", series: "001/flow", key: null, forecast: {...forecast, backtests: []}}];
  mkdirSync(join(folder, "data"), {recursive: true});
  writeFileSync(hourlyForecastsFile(join(folder, "data")), encodeHourlyForecasts({madeAt, forecasts}));
}
