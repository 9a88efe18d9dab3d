import {mean} from "../../math/mean.ts";
import {solveSpd} from "../../math/solve-spd.ts";
import type {Model} from "../model.ts";
import {seasonsOf, tail} from "../regular.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";
import {profile} from "./profile.ts";

interface RidgeState {
  lags: number[];
  /** lags.length x horizon, row by row. */
  weights: Float64Array;
  horizon: number;
}

/** Penalty as a share of the features' mean square. */
const penalty = 1e-3;
/** Rows learnt from at most: half a year of hours, two weeks of minutes. */
const maxRows = (week: number): number => Math.max(4368, 2 * week);

/**
 * Direct ridge regression: every step ahead is its own linear function of the recent values and of those around the
 * same time on the days and the week before, all relative to the mean of the last week, on a log scale where values are
 * positive (Hoerl and Kennard 1970). Falls back on the profile where the history is too short.
 */
export const ridge: Model<RidgeState | null> = {
  name: "ridge",
  about: "ridge regression on the last eight days",
  fit(history, horizon) {
    const {day, week} = seasonsOf(history.step);
    const lags = lagsFor(day, week, horizon);
    const reach = Math.max(lags.at(-1)!, week);
    const {values} = tail(history, maxRows(week) + reach + horizon);
    const rows = values.length - reach - horizon + 1;
    if (rows < Math.max(week, lags.length)) return null;
    const z = scaled(scaleOf(values), values);
    return {lags, horizon, weights: solveWeights(z, {lags, horizon, reach, rows, week})};
  },
  forecast(state, history, horizon) {
    if (state === null) return profile.forecast(null, history, horizon);
    const {day, week} = seasonsOf(history.step);
    const recent = tail(history, 8 * week + day).values;
    const scale = scaleOf(recent);
    const z = scaled(scale, recent);
    const level = mean(z.subarray(z.length - week));
    const forecast = new Float64Array(horizon).fill(level);
    state.lags.forEach((lag, j) => {
      const x = z[z.length - lag]! - level;
      for (let h = 0; h < horizon; h++) forecast[h] = forecast[h]! + x * state.weights[j * state.horizon + h]!;
    });
    return unscaled(scale, forecast, z);
  }
};

/** All lags of eight days when those are few; else the last hours and the same time on the day and week before. */
function lagsFor(day: number, week: number, horizon: number): number[] {
  if (week + day <= 192) return Array.from({length: week + day}, (_, i) => i + 1);
  const ahead = Math.min(horizon, day / 2);
  const near = Array.from({length: day / 4}, (_, i) => i + 1);
  const around = (season: number) => Array.from({length: ahead + 6}, (_, i) => season - ahead + 1 + i);
  return [...new Set([...near, ...around(day), ...around(week)])].sort((a, b) => a - b);
}

interface Shape {
  lags: number[];
  horizon: number;
  reach: number;
  rows: number;
  week: number;
}

/**
 * Normal equations for x_j = z[e - lag_j] - level[e] and y_h = z[e + h] - level[e] over the rows e. Every sum of products
 * depends on a distance and on where it begins, so running sums by distance give all of them without a pass for each.
 */
function solveWeights(z: Float64Array, {lags, horizon, reach, rows, week}: Shape): Float64Array {
  const p = lags.length;
  const center = mean(z);
  const centered = z.map((value) => value - center);
  const level = trailingMean(centered, week);
  const levelSum = (offset: number) => {
    let sum = 0;
    for (let e = reach; e < reach + rows; e++) sum += centered[e + offset]! * level[e]!;
    return sum;
  };
  let square = 0;
  for (let e = reach; e < reach + rows; e++) square += level[e]! ** 2;
  const near = lags.map((lag) => levelSum(-lag));
  const ahead = Array.from({length: horizon}, (_, h) => levelSum(h));
  const gram = new Float64Array(p * p);
  const cross = new Float64Array(p * horizon);
  for (const [distance, pairs] of byDistance(lags, horizon)) {
    const sums = runningProducts(centered, distance);
    for (const [j, k] of pairs) {
      const product = sums[reach + rows - lags[j]!]! - sums[reach - lags[j]!]!;
      if (k < p) gram[j * p + k] = product - near[j]! - near[k]! + square;
      else cross[j * horizon + k - p] = product - near[j]! - ahead[k - p]! + square;
    }
  }
  let trace = 0;
  for (let j = 0; j < p; j++) trace += gram[j * p + j]!;
  for (let j = 0; j < p; j++) gram[j * p + j]! += (penalty * trace) / p + 1e-9;
  return solveSpd(gram, cross, p);
}

/** The pairs of a lag j and a lag k <= j, or a step k - lags.length ahead, by how far one comes before the other. */
function byDistance(lags: number[], horizon: number): Map<number, [j: number, k: number][]> {
  const pairs = new Map<number, [number, number][]>();
  const add = (distance: number, j: number, k: number) => {
    const own = pairs.get(distance);
    if (own) own.push([j, k]);
    else pairs.set(distance, [[j, k]]);
  };
  lags.forEach((lag, j) => {
    for (let k = 0; k <= j; k++) add(lag - lags[k]!, j, k);
    for (let h = 0; h < horizon; h++) add(lag + h, j, lags.length + h);
  });
  return pairs;
}

/** Sums of z[t] z[t + distance] over the places before each. */
function runningProducts(z: Float64Array, distance: number): Float64Array {
  const sums = new Float64Array(z.length - distance + 1);
  for (let t = 0; t < sums.length - 1; t++) sums[t + 1] = sums[t]! + z[t]! * z[t + distance]!;
  return sums;
}

/** Mean of the `length` values before each row; NaN for the first ones. */
function trailingMean(z: Float64Array, length: number): Float64Array {
  const means = new Float64Array(z.length).fill(Number.NaN);
  let sum = 0;
  for (let e = 0; e < z.length; e++) {
    if (e >= length) means[e] = sum / length;
    sum += z[e]! - (e >= length ? z[e - length]! : 0);
  }
  return means;
}
