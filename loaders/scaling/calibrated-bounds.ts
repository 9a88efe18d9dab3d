import {quantileSorted, sorted} from "../math/quantile.ts";

export interface CalibrationOptions {
  /** Share of the minutes before that stayed under the bound. */
  level?: number;
  /** Length of a day, and how many days each one learns from. */
  day?: number;
  days?: number;
}

/**
 * Upper bounds of minutes from what was expected of them and what came, by the same minutes: for each day the expected
 * values times the `level` quantile of actual / expected over up to `days` days before it. Begins with the second half
 * of the days; what is before has no bound and is left out. Gaps (NaN) of `actual` are passed over.
 */
export function calibratedBounds(
  expected: Float64Array,
  actual: Float64Array,
  {level = 0.99, day = 1440, days = 14}: CalibrationOptions = {}
): Float64Array {
  const ratios = actual.map((value, i) => (expected[i]! > 0 ? value / expected[i]! : Number.NaN));
  const whole = Math.floor(expected.length / day);
  const first = expected.length - Math.floor(whole / 2) * day;
  const bounds = expected.slice(first);
  for (let from = first; from < expected.length; from += day) {
    const factor = quantileSorted(sorted(ratios.subarray(Math.max(0, from - days * day), from)), level);
    for (let i = from; i < from + day; ++i) bounds[i - first]! *= Number.isNaN(factor) ? 1 : factor;
  }
  return bounds;
}
