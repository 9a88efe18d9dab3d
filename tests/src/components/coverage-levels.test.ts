import assert from "node:assert/strict";
import {test} from "node:test";
import {coverageLevel, meanShare} from "../../../src/components/coverage-levels.js";

test("coverageLevel() tells whole days from those with gaps, and from those with nothing", () => {
  const names = [1, 0.9995, 0.99, 0.95, 0.9, 0.001, 0].map((share) => coverageLevel(share).name);
  assert.deepEqual(names, ["complete", "complete", "over 95 %", "over 95 %", "less", "less", "nothing read"]);
});

test("meanShare() leaves out days that are not known", () => {
  assert.equal(meanShare([null, 1, 0.5, null]), 0.75);
  assert.equal(meanShare([null]), null);
});
