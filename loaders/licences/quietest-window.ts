import {hourOfWeek} from "../local-calendar.ts";
import {mean} from "../math/mean.ts";
import {negativeBinomialQuantile} from "./negative-binomial.ts";

const hour = 3_600_000;
const week = 168;

export interface MaintenanceWindow {
  hours: number;
  /** ms UTC, half-open. */
  from: number;
  to: number;
  /** Calls to be expected in it, with a 90 % interval. */
  expected: number;
  lo90: number;
  hi90: number;
  /** Calls to be expected in a stretch of this length at an average time. */
  typical: number;
}

/**
 * The stretch of `length` whole hours with the fewest calls to be expected among those that begin after `start` (ms
 * UTC) and within a week; the first one when several are equal. `calls` are counts of the hours up to `start`, oldest first.
 * null with less than two weeks of them.
 *
 * Expected is the mean of the stretches that began at the same weekday and hour of the IANA `zone`. The interval is that
 * of a negative binomial count with variance mean + dispersion * mean², one dispersion for all stretches by the method
 * of moments, plus the variance of the mean itself.
 */
export function quietestWindow(
  calls: readonly number[],
  {start, length, zone}: {start: number; length: number; zone: string}
): MaintenanceWindow | null {
  const stretches = stretchTotals(calls, start, length, zone);
  const means = stretches.map(mean);
  if (stretches.some((totals) => totals.length < 2)) return null;
  const upcoming = Array.from({length: week}, (_, i) => hourOfWeek(start + (i + 1) * hour, zone));
  const at = upcoming.reduce((best, key, i) => (means[key]! < means[upcoming[best]!]! ? i : best), 0);
  const expected = means[upcoming[at]!]!;
  const single = expected + dispersion(stretches, means) * expected ** 2;
  const variance = single * (1 + 1 / stretches[upcoming[at]!]!.length);
  return {
    hours: length,
    from: start + (at + 1) * hour,
    to: start + (at + 1 + length) * hour,
    expected,
    lo90: negativeBinomialQuantile(0.05, expected, variance),
    hi90: negativeBinomialQuantile(0.95, expected, variance),
    typical: mean(means)
  };
}

/** Totals of all past stretches, by the hour of the local week that they began in. */
function stretchTotals(calls: readonly number[], start: number, length: number, zone: string): number[][] {
  const totals = Array.from({length: week}, (): number[] => []);
  for (let from = 0; from + length <= calls.length; ++from) {
    const total = calls.slice(from, from + length).reduce((a, b) => a + b);
    totals[hourOfWeek(start - (calls.length - from) * hour, zone)]!.push(total);
  }
  return totals;
}

function dispersion(stretches: readonly number[][], means: readonly number[]): number {
  let excess = 0;
  let squares = 0;
  for (const [i, totals] of stretches.entries()) {
    const m = means[i]!;
    const variance = totals.reduce((sum, total) => sum + (total - m) ** 2, 0) / (totals.length - 1);
    excess += variance - m;
    squares += m ** 2;
  }
  return squares > 0 ? Math.max(0, excess / squares) : 0;
}
