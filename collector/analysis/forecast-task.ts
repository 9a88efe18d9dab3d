import {chooseForecast} from "../../loaders/forecast/choose-forecast.ts";
import type {Forecast} from "../../loaders/forecast/model.ts";
import {models} from "../../loaders/forecast/models/index.ts";
import type {Regular} from "../../loaders/forecast/regular.ts";

/** What a worker is asked: a series of a list, by its place there. */
export interface ForecastTask {
  index: number;
  history: Regular;
  horizon: number;
  /** Name of the model to use; `auto` chooses. */
  model: string;
}

/** What it answers; null where the history is too short. */
export interface ForecastResult {
  index: number;
  forecast: Forecast | null;
}

export const modelNames: string[] = ["auto", ...models.map(({name}) => name.replaceAll(" ", "-"))];

/** Does one task. */
export async function forecastOne({index, history, horizon, model}: ForecastTask): Promise<ForecastResult> {
  const candidates = models.filter(({name}) => model === "auto" || name.replaceAll(" ", "-") === model);
  return {index, forecast: await chooseForecast(history, {horizon, candidates})};
}
