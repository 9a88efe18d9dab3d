import assert from "node:assert/strict";
import {test} from "node:test";
import {adjustedResidual, sameHourResiduals} from "../../../loaders/requests/residuals.ts";

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`);

test("adjustedResidual() squared is the chi-squared of a 2 x 2 table", () => {
  const chiSquared = (180 * (30 * 70 - 70 * 10) ** 2) / (100 * 80 * 40 * 140);
  near(adjustedResidual({total: 100, hits: 30}, {total: 180, hits: 40}) ** 2, chiSquared);
  near(adjustedResidual({total: 80, hits: 10}, {total: 180, hits: 40}), -Math.sqrt(chiSquared));
});

test("adjustedResidual() is 0 where nothing can differ", () => {
  assert.equal(adjustedResidual({total: 10, hits: 0}, {total: 20, hits: 0}), 0);
  assert.equal(adjustedResidual({total: 20, hits: 3}, {total: 20, hits: 3}), 0);
});

test("sameHourResiduals() of one hour is the adjusted residual but for n - 1", () => {
  const cells = [
    {name: "a", hour: 0, total: 100, hits: 30},
    {name: "b", hour: 0, total: 80, hits: 10}
  ];
  const plain = adjustedResidual({total: 100, hits: 30}, {total: 180, hits: 40});
  near(sameHourResiduals(cells).get("a")!, plain * Math.sqrt(179 / 180));
});

test("sameHourResiduals() holds a bad hour against nobody", () => {
  const cells = [
    {name: "night", hour: 3, total: 90, hits: 81},
    {name: "day", hour: 3, total: 10, hits: 9},
    {name: "night", hour: 12, total: 10, hits: 1},
    {name: "day", hour: 12, total: 90, hits: 9}
  ];
  near(sameHourResiduals(cells).get("night")!, 0);
  assert.ok(adjustedResidual({total: 100, hits: 82}, {total: 200, hits: 100}) > 5);
});

test("sameHourResiduals() of one that is never beside another is 0", () => {
  assert.equal(sameHourResiduals([{name: "alone", hour: 0, total: 10, hits: 9}]).get("alone"), 0);
});
