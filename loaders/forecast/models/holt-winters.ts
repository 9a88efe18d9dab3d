import {mean} from "../../math/mean.ts";
import {levelled} from "../levelled.ts";
import type {Model} from "../model.ts";
import {seasonsOf, tail} from "../regular.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";

/** How fast the level and the two shapes follow, and the share of an error that the next one has. */
interface Rates {
  level: number;
  day: number;
  week: number;
  error: number;
}

/** Rates tried, one kind after the other, twice. */
const grid: Record<keyof Rates, number[]> = {
  error: [0, 0.5, 0.8, 0.9, 0.95, 0.99],
  week: [0, 0.05, 0.1, 0.2, 0.35],
  day: [0, 0.02, 0.05, 0.1, 0.2, 0.35],
  level: [0, 0.003, 0.01, 0.03, 0.1, 0.3]
};
const start: Rates = {level: 0.01, day: 0.1, week: 0.1, error: 0.9};
const weeksBack = 12;
const tries = 24;

/**
 * Exponential smoothing with a day and a week and AR(1) errors (Taylor 2003), on a log scale where values are positive.
 * A shift of the level is taken out. The rates are those whose forecasts over the whole horizon erred least within the history.
 */
export const holtWinters: Model<Rates> = {
  name: "holt-winters",
  about: "exponential smoothing with a day, a week and AR(1) errors",
  fit(history, horizon) {
    const {day, week} = seasonsOf(history.step);
    const {values} = tail(history, weeksBack * week);
    const z = levelled(scaled(scaleOf(values), values), day, week);
    const stride = Math.max(day + 1, Math.ceil(z.length / 2 / tries));
    let best = start;
    let least = Number.POSITIVE_INFINITY;
    for (let sweep = 0; sweep < 2; sweep++)
      for (const [name, rates] of Object.entries(grid))
        for (const rate of rates) {
          const tried = {...best, [name]: rate};
          const error = errorOf(new Smoother(z, day, week, tried), z, stride, horizon);
          if (error < least) [best, least] = [tried, error];
        }
    return best;
  },
  forecast(rates, history, horizon) {
    const {day, week} = seasonsOf(history.step);
    const {values} = tail(history, weeksBack * week);
    const scale = scaleOf(values);
    const z = levelled(scaled(scale, values), day, week);
    const smoother = new Smoother(z, day, week, rates);
    smoother.to(z.length);
    return unscaled(
      scale,
      Float64Array.from({length: horizon}, (_, h) => smoother.ahead(h)),
      z
    );
  }
};

/** Mean absolute error of forecasts made `stride` steps apart in the second half. */
function errorOf(smoother: Smoother, z: Float64Array, stride: number, horizon: number): number {
  let sum = 0;
  let count = 0;
  for (let origin = z.length >> 1; origin < z.length; origin += stride) {
    smoother.to(origin);
    const end = Math.min(horizon, z.length - origin);
    for (let h = 0; h < end; h++) sum += Math.abs(z[origin + h]! - smoother.ahead(h));
    count += end;
  }
  return sum / count;
}

class Smoother {
  #at = 0;
  #level: number;
  #error = 0;
  readonly #day: Float64Array;
  readonly #week: Float64Array;

  constructor(
    private readonly z: Float64Array,
    day: number,
    week: number,
    private readonly rates: Rates
  ) {
    const first = z.subarray(0, z.length >= 2 * week ? 2 * week : z.length);
    this.#level = mean(first);
    this.#day = shapeOf(z.length >= 2 * day ? day : 1, (i) => first[i]! - this.#level, first.length);
    const rest = (i: number) => first[i]! - this.#level - this.#day[i % this.#day.length]!;
    this.#week = shapeOf(z.length >= 2 * week ? week : 1, rest, first.length);
  }

  /** Reads on, up to a place of the history. */
  to(end: number): void {
    const {z, rates} = this;
    const [day, week] = [this.#day.length, this.#week.length];
    for (; this.#at < end; this.#at++) {
      const [d, w] = [this.#at % day, this.#at % week];
      const error = z[this.#at]! - this.#level - this.#day[d]! - this.#week[w]!;
      const news = error - rates.error * this.#error;
      this.#level += rates.level * news;
      if (day > 1) this.#day[d]! += rates.day * news;
      if (week > 1) this.#week[w]! += rates.week * news;
      this.#error = error;
    }
  }

  /** The value `h` steps after what was read; 0 is the next. */
  ahead(h: number): number {
    const t = this.#at + h;
    const shapes = this.#day[t % this.#day.length]! + this.#week[t % this.#week.length]!;
    return this.#level + shapes + this.rates.error ** (h + 1) * this.#error;
  }
}

/** Means by place in a cycle. */
function shapeOf(cycle: number, value: (i: number) => number, length: number): Float64Array {
  const sums = new Float64Array(cycle);
  const counts = new Float64Array(cycle);
  for (let i = 0; i < length; i++) {
    sums[i % cycle]! += value(i);
    counts[i % cycle]! += 1;
  }
  return sums.map((sum, i) => (cycle > 1 && counts[i]! > 0 ? sum / counts[i]! : 0));
}
