import type {FigureForecast} from "./snapshot-figures.js";

/** Means of whole hours: row i is the one that begins at start + i * step; null is a gap. */
export interface Actuals {
  id: string;
  label: string;
  unit: string;
  start: number;
  step: number;
  values: readonly (number | null)[];
}

/** How a forecast did so far. */
export interface ForecastErrors {
  /** Hours of it that have come. */
  hours: number;
  /** Mean of |forecast - actual|, in the series' unit. */
  error: number;
  /** The same as a share of the mean actual; null when that is 0. */
  share: number | null;
  /** Mean of forecast - actual: above 0 it said too much. */
  bias: number;
  /** Share of the hours inside the 90 % interval. */
  inside: number;
}

/** A forecast against what came; null while nothing has. */
export function forecastErrors(
  {start, step, mean, lo90, hi90}: FigureForecast,
  actuals: Actuals | undefined
): ForecastErrors | null {
  const pairs = mean.flatMap((said, i) => {
    const actual = actuals?.values[(start + i * step - actuals.start) / actuals.step];
    return said === null || actual == null
      ? []
      : [{off: said - actual, actual, inside: (lo90[i] ?? said) <= actual && actual <= (hi90[i] ?? said)}];
  });
  if (pairs.length === 0) return null;
  const average = (value: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
  const error = average(({off}) => Math.abs(off));
  const level = Math.abs(average(({actual}) => actual));
  return {
    hours: pairs.length,
    error,
    share: level === 0 ? null : error / level,
    bias: average(({off}) => off),
    inside: average(({inside}) => (inside ? 1 : 0))
  };
}
