import type {Period} from "./period.ts";
import {slidingMaximum} from "./sliding-maximum.ts";

/** What is known of a load when the first `at` steps of it are, on the log scale; `level` is that of the last minutes. */
export interface PeakFeatures {
  level: number;
  features: Float64Array;
}

export const featureCount = 14;

/** What the peaks of a load are forecast from. Everything is about the log of the load plus `floor`. */
export interface PeakHistory {
  /** Known when the first `at` steps are; nothing later is looked at. */
  featuresAt(at: number): PeakFeatures;
  /** Highest step of the period that begins a lead after the first `at` steps. */
  peakAfter(at: number): number;
}

/** @param load without gaps */
export function peakHistory(load: Float64Array, {length, lead, day, hour}: Period, floor: number): PeakHistory {
  const sums = new Float64Array(load.length + 1);
  for (let i = 0; i < load.length; ++i) sums[i + 1] = sums[i]! + load[i]!;
  const ahead = slidingMaximum(load, {before: 0, after: length - 1});
  const behind = slidingMaximum(load, {before: hour - 1, after: 0});
  const log = (value: number) => Math.log(value + floor);
  const minutes = (n: number) => (n * hour) / 60;

  /** Mean of the steps from `far` to `near` minutes back. */
  function mean(at: number, far: number, near: number): number {
    const to = Math.max(1, at - Math.floor(minutes(near)));
    const from = Math.max(0, Math.min(to - 1, at - Math.ceil(minutes(far))));
    return log((sums[to]! - sums[from]!) / (to - from));
  }
  const level = (at: number) => mean(at, 5, 0);
  const peakAfter = (at: number) => log(ahead[at + lead]!);

  function featuresAt(at: number): PeakFeatures {
    const now = level(at);
    const trend = [mean(at, 15, 5), mean(at, 30, 15), mean(at, 60, 30), log(behind[at - 1]!), mean(at, 120, 60)];
    const same = [1, 2, 3, 4, 5, 6, 7].map((days) => at - days * day).filter((then) => then > hour);
    const rises = same.map((then) => peakAfter(then) - level(then));
    const levels = same.map((then) => level(then) - now);
    const [rise = 0] = rises;
    const [lift = 0] = levels;
    const average = rises.length ? rises.reduce((a, b) => a + b) / rises.length : 0;
    return {
      level: now,
      features: Float64Array.of(
        1,
        ...trend.map((value) => value - now),
        ...[rise, rises[1] ?? rise, rises[6] ?? rise, average, rises.length ? Math.max(...rises) : 0],
        ...[lift, levels[1] ?? lift, levels[6] ?? lift]
      )
    };
  }
  return {featuresAt, peakAfter};
}
