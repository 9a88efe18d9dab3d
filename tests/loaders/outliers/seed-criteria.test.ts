import assert from "node:assert/strict";
import {test} from "node:test";
import {seedCriteria} from "../../../loaders/outliers/seed-criteria.ts";

test("seedCriteria() spreads a range that nine in ten keep over the stages as a normal distribution does", () => {
  const criteria = seedCriteria({median: [100], low: [90], high: [120]});
  assert.equal(criteria.length, 168);
  const {median, low, high} = criteria[167]!;
  assert.deepEqual([median, low[0], high[0]], [100, 90, 120]);
  assert.deepEqual(
    [...low, ...high].map((bound) => Math.round(10 * bound) / 10),
    [90, 88.1, 85.9, 84.3, 120, 123.8, 128.3, 131.3]
  );
});

test("seedCriteria() takes hours of the day and of the week", () => {
  const hours = Array.from({length: 24}, (_, hour) => hour);
  const wide = {low: hours.map((hour) => hour - 1), high: hours.map((hour) => hour + 1)};
  assert.equal(seedCriteria({median: hours, ...wide})[24 + 7]!.median, 7);
});

test("seedCriteria() rejects a seed whose numbers do not fit one another", () => {
  assert.throws(() => seedCriteria({median: [1, 2], low: [0, 1], high: [2, 3]}), /^Error: invalid seed: 2 medians /);
  assert.throws(() => seedCriteria({median: [1], low: [], high: [2]}), /^Error: invalid seed: 0 for low \(write 1\)/);
  assert.throws(() => seedCriteria({median: [Number.NaN], low: [0], high: [2]}), /NaN is not within 0 to 2/);
});
