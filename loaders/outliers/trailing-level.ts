import type {Regular} from "../forecast/regular.ts";
import {mean} from "../math/mean.ts";
import {median} from "../math/quantile.ts";

const dayMs = 86_400_000;

/**
 * The level of a series as known at the beginning of each UTC day: the median of the means of the 14 days before, NaN
 * while fewer than three are known and where it is not positive. A slow season moves it, a bad day does not.
 */
export function trailingLevel({start, step, values}: Regular, {days = 14} = {}): (time: number) => number {
  const first = Math.ceil(start / dayMs);
  const skip = (first * dayMs - start) / step;
  const rows = dayMs / step;
  const count = Math.max(0, Math.ceil((values.length - skip) / rows));
  const means = Float64Array.from({length: count}, (_, d) =>
    mean(values.subarray(skip + d * rows, skip + (d + 1) * rows))
  );
  const levels = Float64Array.from({length: count + 1}, (_, d) => {
    const known = means.subarray(Math.max(0, d - days), d).filter(Number.isFinite);
    const level = median(known);
    return known.length >= 3 && level > 0 ? level : Number.NaN;
  });
  return (time) => levels[Math.floor(time / dayMs) - first] ?? Number.NaN;
}
