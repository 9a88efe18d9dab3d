import type {SymbolicTensor} from "@tensorflow/tfjs-layers";
import {addProduct} from "../network/dense.ts";
import {fineSteps, grainOf, type Span, spansAhead, stepsOf} from "../network/grain.ts";
import type {Network, View} from "../network/network.ts";
import {networkModel} from "../network/network-model.ts";
import {RunningSum} from "../network/running-sum.ts";
import {seasonsOf} from "../regular.ts";

const windowDays = 7;

/** The network of `dlinear`. */
export const dlinearNetwork: Network = {
  name: "DLinear",
  about: "linear maps of trend and remainder of the last week",
  reach: (day) => ({least: windowDays * day, most: windowDays * day}),
  shown: {each: 60, most: 100_000},
  learningRate: 1e-3,
  layers: ["trend", "remainder"],
  view: viewWeek,
  build({layers: tfl}, {inputs: [trend, remainder], outputs}) {
    const inputs = [trend!, remainder!].map((shape) => tfl.input({shape}));
    const maps = ["trend", "remainder"].map(
      (name, i) =>
        tfl.layers
          .dense({name, units: outputs, useBias: i === 0, kernelInitializer: "zeros"})
          .apply(inputs[i]!) as SymbolicTensor
    );
    return tfl.model({inputs, outputs: tfl.layers.add().apply(maps) as SymbolicTensor});
  },
  forward([fromTrend, bias, fromRemainder], [trend, remainder]) {
    const outputs = bias!.values.slice();
    addProduct(outputs, trend!, fromTrend!);
    addProduct(outputs, remainder!, fromRemainder!);
    return outputs;
  }
};

/**
 * DLinear (Zeng et al. 2023): the last week is taken apart into a trend, its moving average over a day, and the remainder;
 * a linear map of each goes to all steps ahead, and the forecast is their sum.
 *
 * Where a day has more than 48 steps the week is seen in blocks of steps, and what the last steps are beyond their block is
 * a part of the remainder. All is relative to the mean of the week, on a log scale where values are positive.
 */
export const dlinear = networkModel(dlinearNetwork);

function viewWeek(z: Float64Array, {step, horizon, unit}: {step: number; horizon: number; unit: number}): View {
  const {day, week} = seasonsOf(step);
  const grain = grainOf(day);
  const fine = grain > 1 ? fineSteps(grain) : 0;
  const blocks = week / grain;
  const spans = spansAhead(horizon, grain);
  const sums = new RunningSum(z);
  const levelAt = (origin: number) => sums.mean(origin - week, origin);
  const block = new Float32Array(blocks);
  return {
    inputs: [[blocks], [blocks + fine]],
    spans,
    write(origin, [trends, remainders], [trendAt, remainderAt]) {
      const level = levelAt(origin);
      for (let i = 0; i < blocks; i++) {
        const to = origin - (blocks - 1 - i) * grain;
        block[i] = (sums.mean(to - grain, to) - level) / unit;
      }
      const trend = trends!.subarray(trendAt!, trendAt! + blocks);
      movingAverage(block, day / grain, trend);
      for (let i = 0; i < blocks; i++) remainders![remainderAt! + i] = block[i]! - trend[i]!;
      for (let i = 0; i < fine; i++) {
        const own = block[blocks - 1 - Math.floor((fine - 1 - i) / grain)]!;
        remainders![remainderAt! + blocks + i] = (z[origin - fine + i]! - level) / unit - own;
      }
    },
    target: (origin, {from, to}: Span) => (sums.mean(origin + from, origin + to) - levelAt(origin)) / unit,
    restore(outputs) {
      const level = levelAt(z.length);
      return stepsOf(spans, outputs).map((value) => level + value * unit);
    }
  };
}

/** Means over a window around each value, of an odd length; the ends count as often as values are missing beyond them. */
function movingAverage(values: Float32Array, length: number, target: Float32Array): void {
  const half = Math.floor(length / 2);
  const last = values.length - 1;
  const at = (i: number) => values[Math.min(last, Math.max(0, i))]!;
  let sum = 0;
  for (let i = -half; i <= half; i++) sum += at(i);
  for (let i = 0; i <= last; i++) {
    target[i] = sum / (2 * half + 1);
    sum += at(i + half + 1) - at(i - half);
  }
}
