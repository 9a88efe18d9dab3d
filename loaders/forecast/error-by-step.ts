import type {Trial} from "./trial.ts";

/** Mean absolute error of trials by steps ahead; NaN where no trial has an actual value. */
export function errorByStep(trials: Trial[], horizon: number): Float64Array {
  const sums = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  for (const {forecast, actual} of trials)
    actual.forEach((value, h) => {
      if (!Number.isFinite(value)) return;
      sums[h]! += Math.abs(value - forecast[h]!);
      counts[h]! += 1;
    });
  return sums.map((sum, h) => sum / counts[h]!);
}
