import {mean} from "../math/mean.ts";
import type {Trial} from "./trial.ts";

export interface Accuracy {
  mae: number;
  mape: number;
  smape: number;
  mase: number;
}

/**
 * Errors of trials, as shares where they are relative; gaps are left out.
 *
 * @param scale mean absolute error of the in-sample seasonal naive, by which `mase` divides
 */
export function accuracy(trials: Trial[], scale: number): Accuracy {
  const pairs = trials.flatMap(({forecast, actual}) =>
    Array.from(actual, (y, h) => [y, forecast[h]!] as const).filter(([y]) => Number.isFinite(y))
  );
  const mae = mean(pairs.map(([y, f]) => Math.abs(y - f)));
  return {
    mae,
    mape: mean(pairs.filter(([y]) => y !== 0).map(([y, f]) => Math.abs((y - f) / y))),
    smape: mean(pairs.map(([y, f]) => (y === f ? 0 : (2 * Math.abs(y - f)) / (Math.abs(y) + Math.abs(f))))),
    mase: scale > 0 ? mae / scale : Number.NaN
  };
}

/** Mean |y_t - y_(t-season)| over a history. */
export const seasonalScale = (values: Float64Array, season: number): number =>
  mean(values.subarray(season).map((value, i) => Math.abs(value - values[i]!)));
