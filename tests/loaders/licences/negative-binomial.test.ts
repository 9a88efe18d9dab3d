import assert from "node:assert/strict";
import {test} from "node:test";
import {negativeBinomialQuantile} from "../../../loaders/licences/negative-binomial.ts";

test("negativeBinomialQuantile() of a variance that is the mean is the Poisson tables'", () => {
  assert.deepEqual(
    [0.05, 0.5, 0.95].map((p) => negativeBinomialQuantile(p, 10, 10)),
    [5, 10, 15]
  );
  assert.deepEqual(
    [0.05, 0.95].map((p) => negativeBinomialQuantile(p, 3, 2)),
    [1, 6]
  );
});

test("negativeBinomialQuantile() of size 1 is the geometric distribution's", () => {
  const p = 1 / (1 + 4);
  for (const level of [0.05, 0.5, 0.95])
    assert.equal(
      negativeBinomialQuantile(level, 4, 4 + 16),
      Math.max(0, Math.ceil(Math.log(1 - level) / Math.log(1 - p) - 1))
    );
});

test("negativeBinomialQuantile() bears no calls at all, very many, and refuses what is no distribution", () => {
  assert.equal(negativeBinomialQuantile(0.95, 0, 0), 0);
  const many = negativeBinomialQuantile(0.95, 1e5, 1e5);
  assert.ok(Math.abs(many - (1e5 + 1.645 * Math.sqrt(1e5))) < 3, String(many));
  assert.throws(() => negativeBinomialQuantile(0.5, Number.NaN, 1), /invalid count distribution: p 0.5, mean NaN/);
});

test("negativeBinomialQuantile() of large counts goes on where that of smaller ones ends", () => {
  for (const dispersion of [0, 0.01, 0.2])
    for (const p of [0.05, 0.95]) {
      const at = (mean: number) => negativeBinomialQuantile(p, mean, mean + dispersion * mean ** 2) / mean;
      assert.ok(Math.abs(at(10_001) / at(9999) - 1) < 0.002, `${at(9999)} ${at(10_001)}`);
    }
});
