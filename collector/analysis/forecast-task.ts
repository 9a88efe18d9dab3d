import {fitForecast} from "../../loaders/forecast/fit-forecast.ts";
import {forecastFrom} from "../../loaders/forecast/forecast-from.ts";
import type {Fitted, Forecast} from "../../loaders/forecast/model.ts";
import {everyModel, modelsNamed, optionName} from "../../loaders/forecast/models/index.ts";
import type {Pool} from "../../loaders/forecast/models/pooled-trees.ts";
import type {Regular} from "../../loaders/forecast/regular.ts";

/** What a worker is asked: a series of a list, by its place there. */
export interface ForecastTask {
  index: number;
  history: Regular;
  horizon: number;
  /** Name of the model to use; `auto` chooses, `all` does so among networks too. */
  model: string;
  /** What was learnt from this series and others like it. */
  pool?: Pool | null;
  origins?: number;
  /** Whether what was learnt is wanted, and not the forecast itself. */
  onlyFit?: boolean;
}

/** What it answers; null where the history is too short, and where it was not wanted. */
export interface ForecastResult {
  index: number;
  forecast: Forecast | null;
  fitted: Fitted | null;
}

export const modelNames: string[] = ["auto", "all", ...everyModel.map(optionName)];

/** Does one task. */
export async function forecastOne(task: ForecastTask): Promise<ForecastResult> {
  const {index, history, horizon, model, pool, origins, onlyFit} = task;
  const candidates = modelsNamed(model, pool);
  const fitted = await fitForecast(history, {horizon, candidates, origins});
  if (onlyFit) return {index, forecast: null, fitted};
  return {index, forecast: fitted && forecastFrom(fitted, history, candidates), fitted: null};
}
