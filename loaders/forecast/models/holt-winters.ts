import {levelled} from "../levelled.ts";
import type {Model} from "../model.ts";
import {seasonsOf, tail} from "../regular.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";
import {type Rates, Smoother} from "../smoother.ts";

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
