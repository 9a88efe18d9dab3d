import type {SymbolicTensor} from "@tensorflow/tfjs-layers";
import {addProduct} from "../network/dense.ts";
import {fineSteps, grainOf, type Span, spansAhead, stepsOf} from "../network/grain.ts";
import type {Network, View, Weights} from "../network/network.ts";
import {networkModel} from "../network/network-model.ts";
import {RunningSum} from "../network/running-sum.ts";
import {adjustmentReach, adjustWeek} from "../network/seasonal-adjustment.ts";
import type {Spent} from "../network/train.ts";
import {seasonsOf} from "../regular.ts";

const units = 32;
/** Blocks that the LSTM reads: a day where its steps are many, two days of hours. */
const window = 48;
const channels = 4;

/** The network of `lstm`. */
export const lstmNetwork: Network = {
  name: "LSTM",
  about: `long short-term memory of ${units} units on the last ${window} hours or half-hours`,
  reach(day) {
    const {least, most} = adjustmentReach(7 * day);
    return {least: least + window * grainOf(day), most: most + window * grainOf(day)};
  },
  shown: {each: 20, most: 40_000},
  learningRate: 3e-3,
  layers: ["memory", "ahead"],
  view: viewDay,
  build({layers: tfl}, {inputs: [blocks, fine], outputs}) {
    const inputs = [blocks!, fine!].map((shape) => tfl.input({shape}));
    const seeded = (seed: number) => tfl.initializers.glorotUniform({seed});
    const memory = tfl.layers.lstm({
      name: "memory",
      units,
      recurrentActivation: "sigmoid",
      kernelInitializer: seeded(1),
      recurrentInitializer: seeded(2)
    });
    const seen = tfl.layers.concatenate().apply([memory.apply(inputs[0]!) as SymbolicTensor, inputs[1]!]);
    const ahead = tfl.layers.dense({name: "ahead", units: outputs, kernelInitializer: "zeros"});
    return tfl.model({inputs, outputs: ahead.apply(seen) as SymbolicTensor});
  },
  forward([kernel, recurrent, bias, ahead, aheadBias], [blocks, fine]) {
    const seen = new Float32Array(units + fine!.length);
    seen.set(lastState([kernel!, recurrent!, bias!], blocks!));
    seen.set(fine!, units);
    const outputs = aheadBias!.values.slice();
    addProduct(outputs, seen, ahead!);
    return outputs;
  }
};

/**
 * `lstm` with another end of learning: a clock's, say, for one that may take long.
 *
 * @param spent the share of the time that is over after so many examples
 */
export const lstmWithin = (spent: Spent) => networkModel(lstmNetwork, {spent});

/**
 * A long short-term memory (Hochreiter and Schmidhuber 1997) that reads the last day or two of a series without its week
 * (Hewamalage et al. 2021 on why) in blocks; from its last state and the last steps a linear map goes to all steps ahead.
 * All is relative to the mean of the blocks, on a log scale where values are positive.
 */
export const lstm = networkModel(lstmNetwork);

interface Of {
  start: number;
  step: number;
  horizon: number;
  unit: number;
}

function viewDay(z: Float64Array, {start, step, horizon, unit}: Of): View {
  const {day, week} = seasonsOf(step);
  const grain = grainOf(day);
  const fine = fineSteps(grain);
  const spans = spansAhead(horizon, grain);
  const adjusted = adjustWeek(z, week, {blur: Math.floor(grain / 10)});
  const sums = {z: new RunningSum(z), adjusted: new RunningSum(adjusted.values)};
  const skipped = Math.round(start / step) % day;
  const levelAt = (of: RunningSum, origin: number) => of.mean(origin - window * grain, origin);
  return {
    inputs: [[window, channels], [fine]],
    spans,
    write(origin, [blocks, last], [blocksAt, lastAt]) {
      const level = levelAt(sums.adjusted, origin);
      const rawLevel = levelAt(sums.z, origin);
      for (let i = 0, at = blocksAt!; i < window; i++) {
        const to = origin - (window - 1 - i) * grain;
        const angle = (2 * Math.PI * (skipped + to)) / day;
        blocks![at++] = (sums.adjusted.mean(to - grain, to) - level) / unit;
        blocks![at++] = (sums.z.mean(to - grain, to) - rawLevel) / unit;
        blocks![at++] = Math.sin(angle);
        blocks![at++] = Math.cos(angle);
      }
      for (let i = 0; i < fine; i++) last![lastAt! + i] = (adjusted.values[origin - fine + i]! - level) / unit;
    },
    target: (origin, {from, to}: Span) =>
      (sums.adjusted.mean(origin + from, origin + to) - levelAt(sums.adjusted, origin)) / unit,
    restore(outputs) {
      const level = levelAt(sums.adjusted, z.length);
      return stepsOf(spans, outputs).map((value, h) => level + value * unit + adjusted.profileAhead(h));
    }
  };
}

/** What an LSTM holds after a sequence (steps x channels); its gates are input, forget, cell and output. */
function lastState([kernel, recurrent, bias]: [Weights, Weights, Weights], sequence: Float32Array): Float32Array {
  const width = kernel.shape[0]!;
  const state = new Float32Array(units);
  const cell = new Float32Array(units);
  for (let at = 0; at < sequence.length; at += width) {
    const gates = bias.values.slice();
    addProduct(gates, sequence, kernel, at);
    addProduct(gates, state, recurrent);
    for (let u = 0; u < units; u++) {
      const [input, forget, fresh, output] = [0, 1, 2, 3].map((gate) => gates[gate * units + u]!) as number[];
      cell[u] = sigmoid(forget!) * cell[u]! + sigmoid(input!) * Math.tanh(fresh!);
      state[u] = sigmoid(output!) * Math.tanh(cell[u]!);
    }
  }
  return state;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
