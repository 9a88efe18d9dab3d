import type {Model} from "./model.ts";
import {head, type Regular, seasonsOf} from "./regular.ts";
import type {Trial} from "./trial.ts";

export interface BacktestOptions {
  horizon: number;
  /** How many origins at most; fewer where that would leave less than two thirds of the history to learn from. */
  origins?: number;
  /** Steps between origins; a little more than a day by default, so that every time of day takes its turn. */
  spacing?: number;
}

/** Indices of the first values forecast, ascending; empty when the history is too short for one. */
export function rollingOrigins(
  length: number,
  step: number,
  {horizon, origins = 12, spacing}: BacktestOptions
): number[] {
  const {day} = seasonsOf(step);
  const stride = spacing ?? day + Math.max(1, Math.round(day / 24));
  const room = Math.floor(length / 3) - horizon;
  const count = room < 0 ? 0 : Math.min(origins, 1 + Math.floor(room / stride));
  return Array.from({length: count}, (_, i) => length - horizon - (count - 1 - i) * stride);
}

/**
 * Forecasts from rolling origins (Tashman 2000). The model is fitted once, on what came before the first origin, and
 * rolls forward from there, so nothing it says has seen what it is judged by.
 *
 * @param history filled, for the model to read
 * @param actual the same series with its gaps; those are not judged
 */
export async function backtest<State>(
  model: Model<State>,
  history: Regular,
  options: BacktestOptions,
  actual: Float64Array = history.values
): Promise<Trial[]> {
  const origins = rollingOrigins(history.values.length, history.step, options);
  if (origins.length === 0) return [];
  const {horizon} = options;
  const state = await model.fit(head(history, origins[0]!), horizon);
  return origins.map((origin) => ({
    origin,
    forecast: model.forecast(state, head(history, origin), horizon),
    actual: actual.subarray(origin, origin + horizon)
  }));
}
