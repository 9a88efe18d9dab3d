import {quantileSorted} from "../math/quantile.ts";
import type {Scale} from "./scale.ts";
import {SortedValues} from "./sorted-values.ts";
import type {Trial} from "./trial.ts";

/** Half-widths on the model's scale by step ahead. */
export interface Radii {
  half50: Float64Array;
  half90: Float64Array;
}

export interface Band {
  lo50: Float64Array;
  hi50: Float64Array;
  lo90: Float64Array;
  hi90: Float64Array;
}

/** Absolute errors of a trial on a scale by step ahead; NaN where the actual value is missing. */
export const errorsOf = ({forecast, actual}: Trial, {to}: Scale): Float64Array =>
  actual.map((value, h) => Math.abs(to(value) - to(forecast[h]!)));

export interface RadiiOptions {
  horizon: number;
  /** Steps in a day. */
  day: number;
  /** Standard deviation of the history on its scale, from which the widths come where there are no errors. */
  spread: number;
}

/**
 * Split-conformal half-widths (Vovk et al. 2005) from the absolute errors of trials: for each step ahead the finite-sample
 * quantile of the errors of that step and its neighbours (a third of the steps before and after, at most half a day),
 * never narrower than for the step before.
 */
export function conformalRadii(errors: Float64Array[], {horizon, day, spread}: RadiiOptions): Radii {
  const half50 = new Float64Array(horizon);
  const half90 = new Float64Array(horizon);
  const near = new SortedValues(errors.reduce((sum, {length}) => sum + length, 0));
  let [begin, end] = [0, 0];
  for (let h = 0; h < horizon; h++) {
    const reach = Math.min(day / 2, Math.ceil((h + 1) / 3));
    for (; end <= h + reach; end++) for (const error of errors) near.add(error[end] ?? Number.NaN);
    for (; begin + 1 <= h - reach; begin++) for (const error of errors) near.remove(error[begin] ?? Number.NaN);
    half50[h] = Math.max(half50[h - 1] ?? 0, conformalQuantile(near.values, 0.5, 0.67 * spread));
    half90[h] = Math.max(half90[h - 1] ?? 0, conformalQuantile(near.values, 0.9, 1.64 * spread));
  }
  return {half50, half90};
}

/** The band of a forecast. */
export function bandOf(forecast: Float64Array, scale: Scale, {half50, half90}: Radii): Band {
  const edge = (halves: Float64Array, sign: 1 | -1) =>
    forecast.map((value, h) => scale.from(scale.to(value) + sign * halves[h]!));
  return {lo50: edge(half50, -1), hi50: edge(half50, 1), lo90: edge(half90, -1), hi90: edge(half90, 1)};
}

function conformalQuantile(sorted: Float64Array, p: number, otherwise: number): number {
  return sorted.length ? quantileSorted(sorted, Math.min(1, (p * (sorted.length + 1)) / sorted.length)) : otherwise;
}
