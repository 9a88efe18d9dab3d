import type {Model} from "../model.ts";
import {seasonsOf, tail} from "../regular.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";
import {repeatLast} from "./seasonal-naive.ts";

/** Cycles to either side that a value of a season is smoothed over: its day, its week. */
const reaches = [5, 7];
const rounds = 2;
const weeksBack = 16;
const fading = 0.95;

/**
 * Trend, day and week taken apart in turns, each smoothed over its own cycles (MSTL, Bandara, Hyndman and Bergmeir 2021;
 * with centred means and local lines instead of loess for the trend). The last cycle of each season is repeated on the
 * last level of the trend, and what is left over fades. On a log scale where values are positive.
 */
export const mstl: Model<null> = {
  name: "mstl",
  about: "trend, day and week taken apart and carried on",
  fit: () => null,
  forecast(_, history, horizon) {
    const {day, week} = seasonsOf(history.step);
    const {values} = tail(history, weeksBack * week);
    const seasons = [day, week].filter((season) => season > 1 && values.length >= 2 * season);
    if (seasons.length === 0) return repeatLast(history, day, horizon);
    const scale = scaleOf(values);
    const z = scaled(scale, values);
    const {trend, parts} = decomposed(z, seasons);
    const n = z.length;
    const partsAt = (t: number) => seasons.reduce((sum, season, k) => sum + parts[k]![cycleBack(t, n, season)]!, 0);
    const rest = z[n - 1]! - trend[n - 1]! - partsAt(n - 1);
    const ahead = (h: number) => trend[n - 1]! + partsAt(n + h) + rest * fading ** (h + 1);
    return unscaled(
      scale,
      Float64Array.from({length: horizon}, (_, h) => ahead(h)),
      z
    );
  }
};

/** The same place in the last cycle of a history of n values. */
const cycleBack = (t: number, n: number, season: number): number => (t < n ? t : n - season + ((t - n) % season));

function decomposed(z: Float64Array, seasons: number[]): {trend: Float64Array; parts: Float64Array[]} {
  const parts = seasons.map(() => new Float64Array(z.length));
  let trend = new Float64Array(z.length);
  for (let round = 0; round < rounds; round++) {
    seasons.forEach((season, k) => {
      const rest = z.map((value, t) =>
        parts.reduce((left, part, j) => (j === k ? left : left - part[t]!), value - trend[t]!)
      );
      if (round === 0) subtract(rest, centredMean(rest, season));
      parts[k] = smoothedCycles(rest, season, reaches[k]!);
      subtract(parts[k]!, centredMean(parts[k]!, season));
    });
    trend = centredMean(
      z.map((value, t) => parts.reduce((left, part) => left - part[t]!, value)),
      seasons.at(-1)!
    );
  }
  return {trend, parts};
}

function subtract(from: Float64Array, what: Float64Array): void {
  for (let t = 0; t < from.length; t++) from[t]! -= what[t]!;
}

/** Mean over a window of `width` around each value; the window is as near to it as it can be at the ends. */
function centredMean(z: Float64Array, width: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(z.length + 1);
  for (let t = 0; t < z.length; t++) sums[t + 1] = sums[t]! + z[t]!;
  return Float64Array.from(z, (_, t) => {
    const from = Math.max(0, Math.min(t - (width >> 1), z.length - width));
    const to = Math.min(z.length, from + width);
    return (sums[to]! - sums[from]!) / (to - from);
  });
}

/** Each place of a cycle smoothed over the cycles around it, with tricube weights. */
function smoothedCycles(z: Float64Array, season: number, reach: number): Float64Array<ArrayBuffer> {
  const weights = Array.from({length: reach + 1}, (_, k) => (1 - (k / (reach + 1)) ** 3) ** 3);
  return Float64Array.from(z, (_, t) => {
    let sum = 0;
    let total = 0;
    for (let k = -reach; k <= reach; k++) {
      const value = z[t + k * season];
      if (value === undefined) continue;
      sum += weights[Math.abs(k)]! * value;
      total += weights[Math.abs(k)]!;
    }
    return sum / total;
  });
}
