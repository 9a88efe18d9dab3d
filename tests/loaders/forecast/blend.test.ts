import assert from "node:assert/strict";
import {test} from "node:test";
import {blendForecasts} from "../../../loaders/forecast/blend.ts";

const blend = (values: number[], weights: number[]) =>
  blendForecasts(
    values.map((value) => Float64Array.of(value)),
    weights
  )[0]!;

test("blendForecasts() is the weighted median", () => {
  assert.equal(blend([3, 1, 2], [1, 1, 1]), 2);
  assert.equal(blend([1, 2], [1, 1]), 1.5);
  assert.equal(blend([5, 1000, 6, 4], [1, 1e-9, 1, 1]).toFixed(6), "5.000000");
  assert.equal(blend([1, 9], [1, 0]), 1);
  assert.equal(blend([9, 1], [0, 1]), 1);
  assert.equal(blend([7, 7, 7], [1, 5, 1]), 7);
});
