import {standardDeviation} from "../../math/standard-deviation.ts";
import type {Model} from "../model.ts";
import {profile} from "../models/profile.ts";
import {type Regular, seasonsOf, tail} from "../regular.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";
import type {Network, View, Weights} from "./network.ts";
import {RunningSum} from "./running-sum.ts";
import {loadTensorEngine} from "./tensor-engine.ts";
import {type Origins, type Spent, train} from "./train.ts";

/** What a network has learnt, as plain data; null where there was too little or nothing to learn. */
export type NetworkState = {
  /** The backend of TensorFlow.js that it learnt with. */
  backend: string;
  horizon: number;
  /** By which values on the model's scale are divided. */
  unit: number;
  weights: Weights[];
} | null;

const yearDays = 365;
/** Share of the origins, the last ones, by which learning is stopped. */
const keptBack = 1 / 6;
const mostChecks = 512;
const fewestExamples = 64;
/** Share of a history that a backtest leaves to learn from. */
const backtested = 2 / 3;

/**
 * A network as a model: learns on the last year with TensorFlow.js and forecasts without it. Gives the profile's forecast
 * where a history is constant or too short.
 *
 * @param spent when learning ends; by default after a number of examples, so that it does not depend on the machine
 */
export function networkModel(network: Network, {spent}: {spent?: Spent} = {}): Model<NetworkState> {
  const reachOf = ({step}: Regular) => network.reach(seasonsOf(step).day);
  return {
    name: network.name,
    about: network.about,
    backend: async () => (await loadTensorEngine()).backend,
    suits(history) {
      const {day, week} = seasonsOf(history.step);
      return day >= 4 && backtested * history.values.length >= reachOf(history).least + 2 * week;
    },
    async fit(history, horizon) {
      const {day, week} = seasonsOf(history.step);
      const recent = tail(history, yearDays * day + reachOf(history).most);
      const z = scaled(scaleOf(history.values), recent.values);
      const unit = weeklySpread(z, week);
      if (!(unit > 1e-9)) return null;
      const view = network.view(z, {...recent, horizon, unit});
      const origins = divide(reachOf(history).least, z.length, horizon);
      if (!origins) return null;
      const {each, most} = network.shown;
      const count = origins.learn.to - origins.learn.from;
      const planned = Math.min(each * count, most);
      const engine = await loadTensorEngine();
      const weights = train(engine, network, view, origins, spent ?? ((examples) => examples / planned));
      return {backend: engine.backend, horizon, unit, weights};
    },
    forecast(state, history, horizon) {
      if (!state || history.values.length < reachOf(history).least) return profile.forecast(null, history, horizon);
      const scale = scaleOf(history.values);
      const recent = tail(history, reachOf(history).most);
      const z = scaled(scale, recent.values);
      const view = network.view(z, {...recent, horizon: state.horizon, unit: state.unit});
      const steps = view.restore(network.forward(state.weights, inputsAt(view, z.length)));
      return unscaled(scale, steps.subarray(0, horizon), z);
    }
  };
}

/** The inputs of the example at one origin. */
export function inputsAt(view: View, origin: number): Float32Array[] {
  const inputs = view.inputs.map((shape) => new Float32Array(shape.reduce((a, b) => a * b, 1)));
  view.write(
    origin,
    inputs,
    inputs.map(() => 0)
  );
  return inputs;
}

/** The backend that a state was learnt with; null for states of other models. */
export const backendOf = (state: unknown): string | null => (state as NetworkState)?.backend ?? null;

/** Standard deviation from the mean of the week before; 0 where there is no more than a week. */
function weeklySpread(z: Float64Array, week: number): number {
  if (z.length <= week) return 0;
  const sums = new RunningSum(z);
  return standardDeviation(z.subarray(week).map((value, i) => value - sums.mean(i, i + week)));
}

/** Origins whose horizon is known, the last ones to check by; none to learn from reaches into those, if that leaves half. */
function divide(first: number, length: number, horizon: number): Origins | null {
  const count = length - horizon + 1 - first;
  if (count < fewestExamples) return null;
  const begin = first + Math.floor(count * (1 - keptBack));
  const clear = begin - horizon - first >= count / 2 ? begin - horizon : begin;
  const checks = Math.min(mostChecks, first + count - begin);
  const check = Array.from({length: checks}, (_, i) => begin + Math.floor((i * (first + count - begin)) / checks));
  return {learn: {from: first, to: clear}, check};
}
