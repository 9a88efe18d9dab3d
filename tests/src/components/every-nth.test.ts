import assert from "node:assert/strict";
import {test} from "node:test";
import {everyNth} from "../../../src/components/every-nth.js";

test("everyNth() keeps labels apart, shows all where there is room, and one where there is none", () => {
  assert.equal(everyNth(24, 30, 2000), 1);
  assert.equal(everyNth(24, 30, 500), 3);
  assert.equal(everyNth(24, 30, 0), 24);
  assert.equal(everyNth(0, 30, 0), 1);
});
