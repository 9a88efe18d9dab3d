import {examplesOf, suitsCalendar} from "../examples.ts";
import {type Boosted, boost, boosted} from "../gradient-boosting.ts";
import type {Model} from "../model.ts";
import type {Regular} from "../regular.ts";
import {unscaled} from "../scale.ts";
import {SmoothedFeatures, smoothed, smoothedWidth} from "../smoothed-features.ts";
import type {Rates} from "../smoother.ts";
import {holtWinters} from "./holt-winters.ts";

export interface ResidualTrees {
  rates: Rates;
  trees: Boosted;
}

/**
 * Exponential smoothing with a day and a week, and gradient-boosted trees that learn from the calendar and from the last
 * weeks what it leaves.
 */
export const residualTrees: Model<ResidualTrees> = {
  name: "residual trees",
  about: "gradient-boosted trees on what exponential smoothing leaves",
  suits: suitsCalendar,
  async fit(history, horizon) {
    const rates = await holtWinters.fit(history, horizon);
    const from = smoothed(history, horizon, rates);
    const width = smoothedWidth(from);
    const at = (origin: number) => new SmoothedFeatures(from, origin);
    return {rates, trees: boost({...examplesOf(from, horizon, {width, at}), width})};
  },
  forecast: forecastResiduals
};

/** What smoothing says of the values after a history, and trees add to it. */
export function forecastResiduals({rates, trees}: ResidualTrees, history: Regular, horizon: number): Float64Array {
  const from = smoothed(history, horizon, rates);
  const origin = new SmoothedFeatures(from, from.z.length);
  const row = new Float64Array(smoothedWidth(from));
  const forecast = Float64Array.from({length: horizon}, (_, h) => {
    origin.write(h, row, 0);
    return origin.base(h) + boosted(trees, row);
  });
  return unscaled(from.scale, forecast, from.z);
}
