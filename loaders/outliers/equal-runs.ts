import {quantileSorted} from "../math/quantile.ts";

/** Rows [first, last] that hold the same value, and the time between the two, ms. */
export interface EqualRun {
  first: number;
  last: number;
  length: number;
}

/**
 * Every run of equal values in order, those of one row included.
 *
 * @param longest time between two rows from which on they are of two runs, ms: what was in between nobody knows
 */
export function equalRuns(times: Float64Array, values: Float64Array, longest = Number.POSITIVE_INFINITY): EqualRun[] {
  const found: EqualRun[] = [];
  for (let last = 0, first = 0; last < values.length; last++)
    if (values[last + 1] !== values[last] || times[last + 1]! - times[last]! > longest) {
      found.push({first, last, length: times[last]! - times[first]!});
      first = last + 1;
    }
  return found;
}

/** The longest run that is usual among some, ms, and from which length on one counts as stuck: 30 minutes at least. */
export function stuckLimit(runs: EqualRun[]): {usual: number; limit: number} {
  const lengths = new Float64Array(runs.length);
  for (let i = 0; i < runs.length; i++) lengths[i] = runs[i]!.length;
  lengths.sort();
  const usual = quantileSorted(lengths, 0.999) || 0;
  return {usual, limit: Math.max(30 * 60_000, 3 * usual)};
}
