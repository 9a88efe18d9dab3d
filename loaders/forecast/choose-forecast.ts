import {type FitOptions, fitForecast} from "./fit-forecast.ts";
import {forecastFrom} from "./forecast-from.ts";
import type {Forecast} from "./model.ts";
import {quickModels} from "./models/index.ts";
import type {Regular} from "./regular.ts";

/** Fits and forecasts at once. null when the history is shorter than two days. */
export async function chooseForecast(
  series: Regular,
  {candidates = quickModels, ...options}: FitOptions
): Promise<Forecast | null> {
  const fitted = await fitForecast(series, {...options, candidates});
  return fitted && forecastFrom(fitted, series, candidates);
}
