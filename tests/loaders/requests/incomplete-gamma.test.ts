import assert from "node:assert/strict";
import {test} from "node:test";
import {
  chiSquaredTail,
  logGamma,
  normalTwoSided,
  upperIncompleteGamma
} from "../../../loaders/requests/incomplete-gamma.ts";

const close = (actual: number, expected: number, relative = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);

test("upperIncompleteGamma(a, x) is the Poisson sum for whole a", () => {
  for (const a of [1, 2, 5, 30])
    for (const x of [0.01, 0.5, 3, 30, 80]) {
      let term = Math.exp(-x);
      let poisson = 0;
      for (let k = 0; k < a; ++k) {
        poisson += term;
        term *= x / (k + 1);
      }
      close(upperIncompleteGamma(a, x), poisson, 1e-11);
    }
});

test("upperIncompleteGamma(1/2, x²) is the complementary error function", () => {
  close(upperIncompleteGamma(0.5, 1), 0.15729920705028513);
  close(upperIncompleteGamma(0.5, 4), 0.004677734981047266);
  close(upperIncompleteGamma(0.5, 25), 1.5374597944280349e-12, 1e-11);
});

test("upperIncompleteGamma() is 1 at 0, 0 at infinity and refuses what is outside its domain", () => {
  assert.equal(upperIncompleteGamma(3, 0), 1);
  assert.equal(upperIncompleteGamma(3, Infinity), 0);
  assert.throws(() => upperIncompleteGamma(0, 1), /outside the incomplete gamma function's domain: a 0, x 1/);
  assert.throws(() => upperIncompleteGamma(1, Number.NaN), /x NaN/);
});

test("chiSquaredTail() gives the tables' 5 % and 0.1 % points", () => {
  const points = [
    [3.841458820694124, 1, 0.05],
    [5.991464547107979, 2, 0.05],
    [11.070497693516351, 5, 0.05],
    [18.307038053275146, 10, 0.05],
    [124.3421134, 100, 0.05],
    [16.26623619623813, 3, 0.001]
  ] as const;
  for (const [x, df, p] of points) close(chiSquaredTail(x, df), p, 1e-8);
});

test("normalTwoSided() gives the tables' 5 % and 1 % points", () => {
  close(normalTwoSided(1.959963984540054), 0.05);
  close(normalTwoSided(-2.5758293035489004), 0.01);
});

test("logGamma() knows factorials and the root of pi", () => {
  close(logGamma(11), Math.log(3628800));
  close(logGamma(0.5), Math.log(Math.PI) / 2);
  close(logGamma(0.25), 1.2880225246980774);
});
