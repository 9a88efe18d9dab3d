import type {Regular} from "../forecast/regular.ts";
import {mean} from "../math/mean.ts";
import {quantile} from "../math/quantile.ts";

const hour = 3_600_000;

/**
 * How high minutes rise above the mean of their hour: the 99 % quantile of their ratio; 1 when nothing is known. The
 * series begins at a whole hour.
 */
export function burstFactor(minutes: Regular): number {
  const perHour = hour / minutes.step;
  const ratios: number[] = [];
  for (let from = 0; from + perHour <= minutes.values.length; from += perHour) {
    const values = minutes.values.subarray(from, from + perHour);
    const level = mean(values);
    if (level > 0) ratios.push(...Array.from(values, (value) => value / level));
  }
  return ratios.length ? Math.max(1, quantile(ratios, 0.99)) : 1;
}
