import assert from "node:assert/strict";
import {test} from "node:test";
import {spread} from "../../../src/components/spread.js";

test("spread() leaves alone what is far enough apart", () => {
  assert.deepEqual(spread([10, 80, 40], 15, 100), [10, 80, 40]);
});

test("spread() moves neighbours apart and keeps their order", () => {
  assert.deepEqual(spread([50, 52, 49], 15, 200), [64, 79, 49]);
});

test("spread() stays within the size", () => {
  assert.deepEqual(spread([98, 99], 15, 100), [85, 100]);
});
