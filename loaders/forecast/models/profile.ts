import {mean} from "../../math/mean.ts";
import type {Model} from "../model.ts";
import {type Regular, seasonsOf, tail} from "../regular.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";
import {repeatLast} from "./seasonal-naive.ts";

/** What a profile remembers. */
interface Memory {
  /** Share of a cycle's weight that the cycle before it has. */
  decay: number;
  cyclesBack: number;
}

const recent: Memory = {decay: 0.7, cyclesBack: 8};
const long: Memory = {decay: 0.95, cyclesBack: 52};

/**
 * The mean of two decayed profiles, of the day and of the week (of the day alone where the history is shorter than two
 * weeks): recent cycles count most, each is taken relative to its own mean and placed on the level of the last one, and
 * the latest error fades at the rate at which errors of this series do (AR(1)). On a log scale where values are positive.
 */
export const profile: Model<null> = {
  name: "profile",
  about: "decayed profiles of day and week with error correction",
  fit: () => null,
  forecast(_, history, horizon) {
    const {day, week} = seasonsOf(history.step);
    const seasons = [day, week].filter((season) => history.values.length >= 2 * season);
    return seasons.length ? fromProfiles(history, horizon, seasons, recent) : repeatLast(history, day, horizon);
  }
};

/**
 * The same of the week alone over the last year: in series finer than an hour, what wanders for hours hides the weeks'
 * shape in the few that the other profiles remember.
 */
export const steadyProfile: Model<null> = {
  name: "steady profile",
  about: "profile of the weeks of a year with error correction",
  suits: ({step, values}) => step < 3_600_000 && values.length >= 4 * seasonsOf(step).week,
  fit: () => null,
  forecast: (_, history, horizon) => fromProfiles(history, horizon, [seasonsOf(history.step).week], long)
};

function fromProfiles(history: Regular, horizon: number, seasons: number[], memory: Memory): Float64Array {
  const reach = memory.cyclesBack + 1;
  const {values} = tail(history, reach * seasons.at(-1)!);
  const scale = scaleOf(values);
  const z = scaled(scale, values);
  const forecasts = seasons.map((season) => fromProfile(z.subarray(-reach * season), season, horizon, memory));
  const forecast = Float64Array.from({length: horizon}, (_, h) => mean(forecasts.map((one) => one[h]!)));
  return unscaled(scale, forecast, z);
}

function fromProfile(z: Float64Array, season: number, horizon: number, {decay}: Memory): Float64Array {
  const level = mean(z.subarray(-season));
  const shape = seasonShape(z, season, decay);
  const errors = z.slice(-season).map((value, i) => value - level - shape[i]!);
  const phi = autocorrelation(errors);
  const last = errors[season - 1]!;
  return Float64Array.from({length: horizon}, (_, h) => level + shape[h % season]! + last * phi ** (h + 1));
}

/** Weighted mean over the cycles of what each holds beyond its own mean; index 0 follows the end of the history. */
function seasonShape(z: Float64Array, season: number, decay: number): Float64Array {
  const cycles = Math.floor(z.length / season);
  const shape = new Float64Array(season);
  let total = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const from = z.length - (cycle + 1) * season;
    const center = mean(z.subarray(from, from + season));
    const weight = decay ** cycle;
    total += weight;
    for (let i = 0; i < season; i++) shape[i] = shape[i]! + weight * (z[from + i]! - center);
  }
  return shape.map((sum) => sum / total);
}

/** First autocorrelation, kept within [0, 0.98]. */
function autocorrelation(errors: Float64Array): number {
  let product = 0;
  let square = 0;
  for (let i = 1; i < errors.length; i++) {
    product += errors[i]! * errors[i - 1]!;
    square += errors[i - 1]! ** 2;
  }
  return square > 0 ? Math.min(0.98, Math.max(0, product / square)) : 0;
}
