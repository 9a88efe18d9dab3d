import assert from "node:assert/strict";
import {test} from "node:test";
import {proportionTest} from "../../../loaders/requests/proportion-test.ts";

const near = (actual: number, expected: number, error = 1e-9) =>
  assert.ok(Math.abs(actual - expected) < error, `${actual} is not ${expected}`);

test("proportionTest() of a 2 x 2 table is the closed form n (ad - bc)² / (r1 r2 c1 c2)", () => {
  const found = proportionTest([
    {total: 100, hits: 30},
    {total: 80, hits: 10}
  ])!;
  const chiSquared = (180 * (30 * 70 - 70 * 10) ** 2) / (100 * 80 * 40 * 140);
  near(found.chiSquared, chiSquared);
  near(found.cramersV, Math.sqrt(chiSquared / 180));
  near(
    found.g,
    2 *
      (30 * Math.log(30 / (4000 / 180)) +
        70 * Math.log(70 / (14000 / 180)) +
        10 * Math.log(10 / (3200 / 180)) +
        70 * Math.log(70 / (11200 / 180)))
  );
  assert.equal(found.degreesOfFreedom, 1);
});

test("proportionTest() of equal rates finds nothing", () => {
  const found = proportionTest([100, 200, 400].map((total) => ({total, hits: total / 4})))!;
  near(found.chiSquared, 0);
  near(found.p, 1);
  near(found.pOfG, 1);
});

test("proportionTest() takes groups too small for the approximation together", () => {
  const small = Array.from({length: 20}, () => ({total: 3, hits: 1}));
  const found = proportionTest([{total: 200, hits: 40}, {total: 100, hits: 30}, ...small])!;
  assert.equal(found.groups, 3);
  assert.equal(found.degreesOfFreedom, 2);
});

test("proportionTest() is null when nothing can be compared", () => {
  assert.equal(proportionTest([]), null);
  assert.equal(proportionTest([{total: 50, hits: 10}]), null);
  assert.equal(
    proportionTest([
      {total: 50, hits: 0},
      {total: 50, hits: 0}
    ]),
    null
  );
  assert.equal(
    proportionTest([
      {total: 50, hits: 50},
      {total: 50, hits: 50}
    ]),
    null
  );
});
