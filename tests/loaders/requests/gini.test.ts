import assert from "node:assert/strict";
import {test} from "node:test";
import {gini} from "../../../loaders/requests/gini.ts";

const near = (actual: number | null, expected: number) => assert.ok(Math.abs(actual! - expected) < 1e-12, `${actual}`);

test("gini() is 0 for equal shares and (n - 1) / n when one has all", () => {
  near(gini([4, 4, 4, 4]), 0);
  near(gini([0, 0, 0, 7]), 3 / 4);
});

test("gini() of 1, 2, 3, 4 is a quarter", () => near(gini([3, 1, 4, 2]), 1 / 4));

test("gini(values, weights) compares rates: in proportion is 0, weights of 0 do not count", () => {
  near(gini([10, 20, 30], [100, 200, 300]), 0);
  near(gini([10, 20, 5], [100, 200, 0]), 0);
  near(gini([0, 10], [1, 1]), gini([0, 0, 5, 5])!);
});

test("gini() of nothing is null", () => {
  assert.equal(gini([]), null);
  assert.equal(gini([0, 0]), null);
});
