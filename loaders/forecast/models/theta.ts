import {mean} from "../../math/mean.ts";
import type {Model} from "../model.ts";
import {seasonsOf, tail} from "../regular.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";
import {repeatLast} from "./seasonal-naive.ts";

const weeksBack = 8;
const rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1];

/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000) as simple exponential smoothing with half the slope of the
 * linear trend as drift (Hyndman and Billah 2003), on the series without the means by place in the week (in the day
 * where it is shorter than three weeks). On a log scale where values are positive.
 */
export const theta: Model<null> = {
  name: "theta",
  about: "theta method on the deseasonalised series",
  fit: () => null,
  forecast(_, history, horizon) {
    const {day, week} = seasonsOf(history.step);
    const season = [week, day].find((one) => history.values.length >= 3 * one);
    if (season === undefined) return repeatLast(history, day, horizon);
    const {values} = tail(history, weeksBack * week);
    const scale = scaleOf(values);
    const z = scaled(scale, values);
    const shape = shapeOf(z, season);
    const rest = z.map((value, i) => value - shape[i % season]!);
    const level = smoothed(rest);
    const drift = slopeOf(rest) / 2;
    const ahead = (h: number) => level + drift * (h + 1) + shape[(z.length + h) % season]!;
    return unscaled(
      scale,
      Float64Array.from({length: horizon}, (_, h) => ahead(h)),
      z
    );
  }
};

/** Means by place in the season, over whole seasons, relative to the mean of all. */
function shapeOf(z: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(season);
  const skipped = z.length % season;
  for (let i = skipped; i < z.length; i++) sums[i % season]! += z[i]!;
  const center = mean(z.subarray(skipped));
  return sums.map((sum) => sum / Math.floor(z.length / season) - center);
}

/** The last level of the exponential smoothing whose one-step errors are least. */
function smoothed(z: Float64Array): number {
  let last = z[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const rate of rates) {
    let level = z[0]!;
    let square = 0;
    for (let i = 1; i < z.length; i++) {
      const error = z[i]! - level;
      square += error * error;
      level += rate * error;
    }
    if (square < least) [least, last] = [square, level];
  }
  return last;
}

/** Least-squares slope by step. */
function slopeOf(z: Float64Array): number {
  const middle = (z.length - 1) / 2;
  let product = 0;
  for (let i = 0; i < z.length; i++) product += (i - middle) * z[i]!;
  return product / ((z.length * (z.length ** 2 - 1)) / 12);
}
