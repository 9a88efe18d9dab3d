import assert from "node:assert/strict";
import {test} from "node:test";
import {holm} from "../../../loaders/requests/holm.ts";

test("holm() multiplies the smallest by n, the next by n - 1, and never falls", () => {
  const corrected = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [i, p] of [0.03, 0.06, 0.06, 0.02].entries()) assert.ok(Math.abs(corrected[i]! - p) < 1e-12);
});

test("holm() stops at 1 and takes nothing", () => {
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holm([]), []);
});
