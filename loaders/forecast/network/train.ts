import type {Scalar, Tensor, Variable} from "@tensorflow/tfjs-core";
import type {LayersModel} from "@tensorflow/tfjs-layers";
import type {Network, View, Weights} from "./network.ts";
import {seededRandom} from "./seeded-random.ts";
import type {TensorEngine} from "./tensor-engine.ts";

/** Origins to learn from, and later ones to tell by when to stop. */
export interface Origins {
  learn: {from: number; to: number};
  check: number[];
}

/** How much of the time for learning is over after so many examples, as a share; it ends at 1. */
export type Spent = (examples: number) => number;

const batch = 256;
/** Batches between two looks at the origins that are kept back. */
const round = 16;
/** Rounds without a better one after which the learning rate falls. */
const patience = 8;
/** Shares of the time after which the learning rate falls at the latest, and by how much. */
const falls = [0.6, 0.85, 1];
const fall = 4;
/** A network's error has to fall by this share to count as better. */
const gain = 1e-3;

/**
 * Trains a network to the least mean absolute error over steps ahead (Adam; Kingma and Ba 2015), and gives the weights
 * that were best on the origins kept back. The same origins give the same weights on the same backend.
 */
export function train(
  engine: TensorEngine,
  network: Network,
  view: View,
  {learn, check}: Origins,
  spent: Spent
): Weights[] {
  const {tf} = engine;
  const random = seededRandom(1);
  const model = network.build(engine, {inputs: view.inputs, outputs: view.spans.length});
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const pick = () => learn.from + Math.floor(random() * (learn.to - learn.from));
  const size = Math.min(batch, Math.max(16, Math.floor((learn.to - learn.from) / 8)));
  const fresh = exampleWriter(tf, view, size);
  const kept = exampleWriter(tf, view, check.length);
  const checkError = () => tf.tidy(() => errorOf(model, kept(check)).dataSync()[0]!);
  const errorOf = (of: LayersModel, [inputs, target, weights]: [Tensor[], Tensor, Tensor]) =>
    tf.mean(tf.mul(weights, tf.abs(tf.sub(of.apply(inputs, {training: true}) as Tensor, target)))) as Scalar;

  let best = readWeights(model, network.layers);
  let least = checkError();
  let examples = 0;
  for (const [i, end] of falls.entries()) {
    writeWeights(engine, model, network.layers, best);
    const optimizer = tf.train.adam(network.learningRate / fall ** i);
    for (let waited = 0; waited < patience && spent(examples) < end; waited++) {
      for (let n = 0; n < round; n++) {
        const origins = Array.from({length: size}, pick);
        tf.tidy(() => {
          optimizer.minimize(() => errorOf(model, fresh(origins)), false, variables);
        });
      }
      examples += round * size;
      const error = checkError();
      if (!(error < least * (1 - gain))) continue;
      waited = -1;
      least = error;
      best = readWeights(model, network.layers);
    }
    optimizer.dispose();
  }
  model.dispose();
  return best;
}

/** Makes tensors of the examples at origins: inputs, target and how much each span counts. */
function exampleWriter(tf: TensorEngine["tf"], {inputs, spans, write, target}: View, size: number) {
  const sizes = inputs.map((shape) => shape.reduce((a, b) => a * b, 1));
  const xs = sizes.map((each) => new Float32Array(size * each));
  const ys = new Float32Array(size * spans.length);
  const steps = spans.at(-1)!.to;
  const weights = spans.map(({from, to}) => ((to - from) / steps) * spans.length);
  return (origins: number[]): [Tensor[], Tensor, Tensor] => {
    origins.forEach((origin, i) => {
      write(
        origin,
        xs,
        sizes.map((each) => i * each)
      );
      spans.forEach((span, j) => {
        ys[i * spans.length + j] = target(origin, span);
      });
    });
    return [
      xs.map((x, k) => tf.tensor(x, [size, ...inputs[k]!])),
      tf.tensor(ys, [size, spans.length]),
      tf.tensor1d(weights)
    ];
  };
}

const readWeights = (model: LayersModel, layers: string[]): Weights[] =>
  layers
    .flatMap((name) => model.getLayer(name).getWeights())
    .map((tensor) => ({shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync())}));

function writeWeights({tf}: TensorEngine, model: LayersModel, layers: string[], weights: Weights[]): void {
  let at = 0;
  tf.tidy(() => {
    for (const layer of layers.map((name) => model.getLayer(name))) {
      const own = weights.slice(at, at + layer.getWeights().length);
      layer.setWeights(own.map(({shape, values}) => tf.tensor(values, shape)));
      at += own.length;
    }
  });
}
