import type {LayersModel} from "@tensorflow/tfjs-layers";
import type {Span} from "./grain.ts";
import type {TensorEngine} from "./tensor-engine.ts";

/** Weights of one layer as plain data, row by row. */
export interface Weights {
  shape: number[];
  values: Float32Array;
}

/** A history as a network sees it. Inputs and targets are in units of the network, about 1 large. */
export interface View {
  /** Shapes of the inputs of one example. */
  inputs: number[][];
  spans: Span[];
  /** Writes what is known at an origin: one array for each input, at its place. */
  write(origin: number, inputs: Float32Array[], places: number[]): void;
  /** What a network has to say at an origin: a value for each span. */
  target(origin: number, span: Span): number;
  /** Values of every step after the end of the history, on the history's scale, from what a network said there. */
  restore(outputs: Float32Array): Float64Array;
}

/** A kind of network. */
export interface Network {
  name: string;
  about: string;
  /** Steps of history that it reads before an origin, and how few of them will do. */
  reach(day: number): {most: number; least: number};
  /** Examples that it is shown in all for each that there is, and at most. */
  shown: {each: number; most: number};
  learningRate: number;
  /** @param unit by which values are divided */
  view(z: Float64Array, of: {start: number; step: number; horizon: number; unit: number}): View;
  build(engine: TensorEngine, shapes: {inputs: number[][]; outputs: number}): LayersModel;
  /** Names of the layers whose weights `forward` takes, in its order. */
  layers: string[];
  /** What the network says of one example. */
  forward(weights: Weights[], inputs: Float32Array[]): Float32Array;
}
