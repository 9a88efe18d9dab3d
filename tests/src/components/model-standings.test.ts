import assert from "node:assert/strict";
import {test} from "node:test";
import {modelStandings} from "../../../src/components/model-standings.js";

const candidate = (model: string, mae: number, said: number[]) => ({model, mae, said, errorByStep: [mae / 2, mae]});
const forecast = (model: string, own: number[], mae: number) => ({
  model,
  newest: {actual: [10, null, 20]},
  candidates: [candidate("ridge", mae, own), candidate("seasonal naive", 4, [14, 0, 24])]
});

test("modelStandings() tells errors as shares of the naive model's, newest and over all origins", () => {
  const [ridge, naive] = modelStandings([
    forecast("ridge", [12, 0, 22], 1),
    forecast("seasonal naive", [11, 0, 21], 3),
    forecast("ridge", [10, 0, 20], 2)
  ]);
  assert.deepEqual([ridge!.name, ridge!.value, ridge!.before, ridge!.note], ["ridge", 0.25, 0.5, "used 2 of 3"]);
  assert.deepEqual([naive!.value, naive!.before], [1, 1]);
  assert.deepEqual([ridge!.trend!.length, ridge!.trend![0], ridge!.trend!.at(-1)], [24, 0.25, 0.5]);
});

test("modelStandings() leaves out forecasts without a newest origin or a naive model", () => {
  const one = forecast("ridge", [1, 2, 3], 1);
  assert.deepEqual(modelStandings([{...one, newest: null}]), []);
  assert.deepEqual(modelStandings([{...one, candidates: one.candidates.slice(0, 1)}]), []);
});
