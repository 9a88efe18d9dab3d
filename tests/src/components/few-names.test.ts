import assert from "node:assert/strict";
import {test} from "node:test";
import {fewNames} from "../../../src/components/few-names.ts";

test("fewNames() names all of a few, and counts the rest of many", () => {
  assert.equal(fewNames([]), "");
  assert.equal(fewNames(["a"]), "a");
  assert.equal(fewNames(["a", "b", "c"], 2), "a, b, c", "one more needs no more room than its count");
  assert.equal(fewNames(["a", "b", "c", "d"], 2), "a, b and 2 more");
});
