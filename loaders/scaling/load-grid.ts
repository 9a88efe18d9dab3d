import type {Regular} from "../forecast/regular.ts";
import {median} from "../math/quantile.ts";

const minute = 60_000;
/** Steps that a load may be planned by: whole minutes, and whole numbers of them an hour. */
const steps = [1, 2, 5, 10, 15, 30, 60].map((minutes) => minutes * minute);
const longest = 10 * 365 * 24 * 60;

/**
 * Rows of a load, in any order, as means by equal steps: the longest step of 1 to 60 minutes that is not above the rows'
 * usual distance. Steps without a value are NaN, at both ends too.
 *
 * @param times ms UTC
 * @throws for a negative value, rows further apart than an hour as a rule, less than two of them, or too long a span
 */
export function loadGrid(times: Float64Array, values: Float64Array): Regular {
  const negative = values.findIndex((value) => value < 0);
  if (negative >= 0)
    throw new Error(`negative load: ${values[negative]} at ${iso(times[negative]!)} (correct the row)`);
  const sorted = times.filter((_, i) => Number.isFinite(values[i]!)).sort();
  const gaps = sorted.subarray(1).map((time, i) => time - sorted[i]!);
  const usual = median(gaps.filter((gap) => gap > 0));
  if (Number.isNaN(usual)) throw new Error("too few rows with a value: a plan takes two times or more");
  if (usual > 60 * minute)
    throw new Error(`rows too far apart: ${usual / minute} minutes (a load is planned by the hour or finer)`);
  const step = steps.findLast((each) => each <= usual) ?? minute;
  const start = Math.floor(sorted[0]! / step) * step;
  const length = Math.floor((sorted.at(-1)! - start) / step) + 1;
  if (length > longest) throw new Error(`too long a span: ${iso(start)} to ${iso(sorted.at(-1)!)} (correct the times)`);
  return {start, step, values: means(times, values, {start, step, length})};
}

function means(
  times: Float64Array,
  values: Float64Array,
  {start, step, length}: {start: number; step: number; length: number}
): Float64Array {
  const sums = new Float64Array(length);
  const counts = new Int32Array(length);
  for (let i = 0; i < times.length; ++i) {
    if (!Number.isFinite(values[i]!)) continue;
    const slot = Math.floor((times[i]! - start) / step);
    sums[slot]! += values[i]!;
    counts[slot]! += 1;
  }
  return sums.map((sum, i) => (counts[i] ? sum / counts[i]! : Number.NaN));
}

const iso = (time: number) => new Date(time).toISOString();
