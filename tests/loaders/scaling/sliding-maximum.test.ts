import assert from "node:assert/strict";
import {test} from "node:test";
import {slidingMaximum} from "../../../loaders/scaling/sliding-maximum.ts";

test("slidingMaximum() is the maximum of every window, cut off at the ends", () => {
  const values = Int32Array.from([5, 1, 4, 4, 2, 9, 0, 3]);
  for (const before of [0, 1, 3, 20])
    for (const after of [0, 1, 3, 20]) {
      const plain = values.map((_, i) => Math.max(...values.slice(Math.max(0, i - before), i + after + 1)));
      assert.deepEqual(slidingMaximum(values, {before, after}), plain, `${before} before, ${after} after`);
    }
});

test("slidingMaximum() of nothing is nothing", () => {
  assert.equal(slidingMaximum(new Int32Array(0), {before: 3, after: 3}).length, 0);
});
