import assert from "node:assert/strict";
import {test} from "node:test";
import {keyed} from "../../../src/components/time-brush.ts";

const hour = 3_600_000;

test("keyed() moves by a quarter and zooms about the middle", () => {
  const span = [0, 8 * hour] as const;
  assert.deepEqual(keyed("ArrowLeft", span), [-2 * hour, 6 * hour]);
  assert.deepEqual(keyed("ArrowRight", span), [2 * hour, 10 * hour]);
  assert.deepEqual(keyed("+", span), [2 * hour, 6 * hour]);
  assert.deepEqual(keyed("-", span), [-4 * hour, 12 * hour]);
  assert.equal(keyed("Tab", span), null);
});

test("keyed() zooms no closer than a minute", () => {
  assert.deepEqual(keyed("+", [0, 90_000]), [0, 90_000]);
});
