import type {Regular} from "../forecast/regular.ts";

const minute = 60_000;

/** Each value of a series for every minute of its step, times `factor`. */
export function perMinute({step, values}: Regular, factor = 1): Float64Array {
  const minutes = new Float64Array(values.length * (step / minute));
  return minutes.map((_, i) => values[Math.floor((i * minute) / step)]! * factor);
}
