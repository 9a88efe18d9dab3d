import {quantileSorted, sorted} from "../math/quantile.ts";

const minute = 60_000;

/** Quantiles of the delay from request to processing, minutes. */
export interface Delay {
  p50: number;
  p95: number;
  p99: number;
}

/** Quantiles of delays given in ms; null when there are none. */
export function delayQuantiles(delays: readonly number[]): Delay | null {
  if (delays.length === 0) return null;
  const ascending = sorted(delays);
  const at = (p: number) => quantileSorted(ascending, p) / minute;
  return {p50: at(0.5), p95: at(0.95), p99: at(0.99)};
}
