import assert from "node:assert/strict";
import {test} from "node:test";
import {deserialize, serialize} from "node:v8";
import type {Tensor} from "@tensorflow/tfjs-core";
import type {LayersModel} from "@tensorflow/tfjs-layers";
import type {Model} from "../../../loaders/forecast/model.ts";
import {dlinear, dlinearNetwork} from "../../../loaders/forecast/models/dlinear.ts";
import {networks} from "../../../loaders/forecast/models/index.ts";
import {lstmNetwork} from "../../../loaders/forecast/models/lstm.ts";
import {seasonalNaive} from "../../../loaders/forecast/models/seasonal-naive.ts";
import {weeklyNaive} from "../../../loaders/forecast/models/weekly-naive.ts";
import type {Network, Weights} from "../../../loaders/forecast/network/network.ts";
import {backendOf, inputsAt, type NetworkState, networkModel} from "../../../loaders/forecast/network/network-model.ts";
import {loadTensorEngine, type TensorEngine} from "../../../loaders/forecast/network/tensor-engine.ts";
import {head, type Regular, tail} from "../../../loaders/forecast/regular.ts";
import {noise, waves} from "../../support/waves.ts";

const hour = 3_600_000;
const all = networks as readonly Model<NetworkState>[];

/** Mean absolute errors of forecasts of a day from origins all over the end of a series. */
function errorOf<State>(model: Model<State>, state: State, whole: Regular, from: number): number {
  let sum = 0;
  let n = 0;
  for (let origin = from; origin + 24 <= whole.values.length; origin += 7) {
    model.forecast(state, head(whole, origin), 24).forEach((value, h) => {
      sum += Math.abs(value - whole.values[origin + h]!);
      n++;
    });
  }
  return sum / n;
}

/** A day, and noise that lasts, on a trend. */
function trending({days, slope, seed = 1}: {days: number; slope: number; seed?: number}): Regular {
  const random = noise(seed);
  let drift = 0;
  const values = Float64Array.from({length: days * 24}, (_, i) => {
    drift = 0.8 * drift + 2 * random();
    return 100 + (slope * i) / 24 + 20 * Math.sin((2 * Math.PI * i) / 24) + drift;
  });
  return {start: Date.UTC(2026, 0, 5), step: hour, values};
}

for (const model of all) {
  test(`${model.name} is far below the seasonal naive on waves with noise, and below the weekly naive`, async () => {
    const whole = waves({days: 70, jitter: 0.1});
    const from = 56 * 24;
    const state = await model.fit(head(whole, from), 24);
    const error = errorOf(model, state, whole, from);
    assert.ok(error < 0.6 * errorOf(seasonalNaive, null, whole, from), `${error}`);
    assert.ok(error < 0.95 * errorOf(weeklyNaive, null, whole, from), `${error}`);
  });
}

test("DLinear follows a trend with a season, and noise that lasts", async () => {
  const whole = trending({days: 70, slope: 1.5});
  const from = 56 * 24;
  const state = await dlinear.fit(head(whole, from), 24);
  const error = errorOf(dlinear, state, whole, from);
  assert.ok(error < 0.9 * errorOf(seasonalNaive, null, whole, from), `${error}`);
  assert.ok(error < 0.4 * errorOf(weeklyNaive, null, whole, from), `${error}`);
});

/** They learn little, which is soon done. */
for (const [network, most] of [
  [dlinearNetwork, 4096],
  [lstmNetwork, 1024]
] as const) {
  const model = networkModel(network, {spent: (examples) => examples / most});

  test(`${model.name}.fit() gives the same state again, as plain data that survives a file and a thread`, async () => {
    const history = waves({days: 50});
    const state = await model.fit(history, 12);
    assert.deepEqual(await model.fit(history, 12), state);
    assert.ok(["tensorflow", "wasm", "cpu"].includes(backendOf(state)!));
    const forecast = model.forecast(state, history, 12);
    for (const copy of [deserialize(serialize(state)), structuredClone(state)] as NetworkState[]) {
      assert.deepEqual(copy, state);
      assert.deepEqual(model.forecast(copy, history, 12), forecast);
    }
    assert.deepEqual(model.forecast(state, history, 5), forecast.subarray(0, 5));
  });

  test(`${model.name}.forecast() reads no more than the end of a history, and nothing past it`, async () => {
    const history = waves({days: 100});
    const state = await model.fit(head(history, 80 * 24), 24);
    const known = head(history, 90 * 24);
    const forecast = model.forecast(state, known, 24);
    model.forecast(state, tail(known, 75 * 24), 24).forEach((value, h) => {
      assert.ok(Math.abs(value - forecast[h]!) < 1e-6);
    });
    history.values.fill(1e6, 90 * 24);
    assert.deepEqual(model.forecast(state, known, 24), forecast);
  });

  test(`${model.name} leaves no tensors behind`, async () => {
    const {tf} = await loadTensorEngine();
    const history = waves({days: 50});
    const state = await model.fit(history, 3);
    const {numTensors} = tf.memory();
    model.forecast(await model.fit(history, 3), history, 3);
    model.forecast(state, history, 3);
    assert.equal(tf.memory().numTensors, numTensors);
  });

  test(`${model.name} is sane for histories that are constant, zero, short, partly zero or negative`, async () => {
    const dry = waves({days: 60});
    dry.values.forEach((_, i) => {
      if (i % 24 < 6) dry.values[i] = 0;
    });
    const below = waves({days: 60});
    below.values.forEach((value, i) => {
      below.values[i] = value - 100;
    });
    const constant = (value: number, length: number) => ({
      start: 0,
      step: hour,
      values: new Float64Array(length).fill(value)
    });
    const jump = constant(5, 1500);
    jump.values.fill(50, 1400);
    const histories = [constant(5, 1), constant(7, 72), constant(7, 1500), constant(0, 1500), waves({days: 3})];
    for (const history of [...histories, waves({days: 24}), dry, jump, below]) {
      const state = await model.fit(history, 48);
      const forecast = model.forecast(state, history, 48);
      const [low, high] = [Math.min(...history.values), Math.max(...history.values)];
      assert.equal(forecast.length, 48);
      assert.ok(forecast.every(Number.isFinite));
      assert.ok(history === below || forecast.every((value) => value >= 0));
      assert.ok(
        forecast.every((value) => value <= high + 1.2 * (high - low) + 1e-6),
        "runs away"
      );
      if (high === low) assert.ok(forecast.every((value) => Math.abs(value - low) < 1e-6));
    }
    assert.equal(model.suits!(waves({days: 3})), false);
    assert.equal(model.suits!(waves({days: 60})), true);
    assert.equal(model.suits!({start: 0, step: 24 * hour, values: new Float64Array(900)}), false);
    assert.equal(await model.fit(constant(7, 1500), 48), null);
    assert.equal(backendOf(null), null);
  });

  test(`${model.name} forecasts minutes one by one and a day of them in blocks`, async () => {
    const history = waves({days: 36, step: 60_000, jitter: 0.02});
    const known = head(history, 35 * 1440);
    const state = await model.fit(known, 1440);
    const forecast = model.forecast(state, known, 1440);
    const actual = history.values.subarray(35 * 1440);
    const naive = seasonalNaive.forecast(null, known, 1440);
    const error = (said: Float64Array) => said.reduce((sum, value, h) => sum + Math.abs(value - actual[h]!), 0);
    assert.equal(forecast.length, 1440);
    assert.ok(error(forecast) < 0.6 * error(naive), `${error(forecast)} ${error(naive)}`);
  });

  test(`${network.name}.forward() says what TensorFlow.js predicts`, async () => {
    const engine = await loadTensorEngine();
    await sameAsPrediction(engine, network, {step: hour, horizon: 48});
    await sameAsPrediction(engine, network, {step: 60_000, horizon: 200});
  });
}

interface Size {
  step: number;
  horizon: number;
}

async function sameAsPrediction(engine: TensorEngine, network: Network, {step, horizon}: Size): Promise<void> {
  const {tf} = engine;
  const {values: z, start} = waves({days: 30, step, jitter: 0.3});
  const view = network.view(z, {start, step, horizon, unit: 20});
  const model = network.build(engine, {inputs: view.inputs, outputs: view.spans.length});
  const inputs = inputsAt(view, z.length - 5);
  const weights = randomWeights(engine, model, network);
  const predicted = tf.tidy(() => {
    const tensors = inputs.map((input, i) => tf.tensor(input, [1, ...view.inputs[i]!]));
    return (model.predict(tensors) as Tensor).dataSync();
  });
  const own = network.forward(weights, inputs);
  model.dispose();
  assert.equal(own.length, predicted.length);
  assert.ok(own.some((value) => Math.abs(value) > 0.1));
  own.forEach((value, i) => {
    assert.ok(Math.abs(value - predicted[i]!) < 1e-4, `${value} for ${predicted[i]}`);
  });
}

/** Gives a model weights by chance, as plain data. */
function randomWeights({tf}: TensorEngine, model: LayersModel, {layers}: Network): Weights[] {
  const random = noise(5);
  return tf.tidy(() =>
    layers.flatMap((name) => {
      const layer = model.getLayer(name);
      const weights = layer.getWeights().map(({shape, size}) => ({
        shape: [...shape],
        values: Float32Array.from({length: size}, () => 0.3 * random())
      }));
      layer.setWeights(weights.map(({shape, values}) => tf.tensor(values, shape)));
      return weights;
    })
  );
}
