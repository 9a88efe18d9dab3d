import {mean} from "./mean.ts";

/** Standard deviation of numbers (divided by their count), gaps left out; NaN when there are none. */
export function standardDeviation(values: Float64Array): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}
