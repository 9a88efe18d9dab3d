import type {Trial} from "../forecast/trial.ts";

/** Mean count to be expected where a forecast says `value`. */
export type CountScale = (value: number) => number;

/**
 * The line that turns forecasts into mean counts, from the trials of a backtest: forecasts made on a logarithmic scale are
 * nearer to medians, and near 0 that is far too low. Least squares in which an hour counts as 1 / (1 + forecast), for
 * that is how counts vary; neither end of the line is negative.
 */
export function countScale(trials: readonly Trial[]): CountScale {
  let [n, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (const {forecast, actual} of trials)
    for (const [h, value] of forecast.entries()) {
      const count = actual[h]!;
      if (!Number.isFinite(count)) continue;
      const weight = 1 / (1 + value);
      n += weight;
      x += weight * value;
      y += weight * count;
      xx += weight * value * value;
      xy += weight * value * count;
    }
  if (n === 0) return (value) => value;
  const spread = n * xx - x * x;
  const slope = spread > 1e-9 * n * xx ? (n * xy - x * y) / spread : 0;
  if (!(slope > 0)) return () => y / n;
  const base = (y - slope * x) / n;
  return base > 0 ? (value) => base + slope * value : (value) => (xy / xx) * value;
}
