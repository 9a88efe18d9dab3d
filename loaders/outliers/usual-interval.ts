import {median} from "../math/quantile.ts";

/** Median distance of the latest readings, ms; a minute where there are too few. */
export function usualInterval(times: Float64Array, {latest = 10_000} = {}): number {
  const recent = times.subarray(-latest);
  const steps = recent.subarray(1).map((time, i) => time - recent[i]!);
  return median(steps.filter((step) => step > 0)) || 60_000;
}
