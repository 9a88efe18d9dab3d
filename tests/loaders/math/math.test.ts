import assert from "node:assert/strict";
import {test} from "node:test";
import {normalCdf, normalQuantile} from "../../../loaders/math/normal.ts";
import {median, quantile} from "../../../loaders/math/quantile.ts";
import {solveSpd} from "../../../loaders/math/solve-spd.ts";
import {zoneOffset} from "../../../loaders/math/zone-offset.ts";

test("quantile(values, p) interpolates and leaves gaps out", () => {
  assert.equal(quantile([4, 1, Number.NaN, 3, 2], 0.5), 2.5);
  assert.equal(quantile([4, 1, 3, 2], 1), 4);
  assert.equal(median([]), Number.NaN);
});

test("normalQuantile(p) inverts normalCdf(z)", () => {
  assert.ok(Math.abs(normalQuantile(0.975) - 1.959964) < 1e-6);
  for (const p of [0.001, 0.02, 0.3, 0.5, 0.9, 0.999]) assert.ok(Math.abs(normalCdf(normalQuantile(p)) - p) < 1e-6);
  assert.throws(() => normalQuantile(1), /invalid probability: 1/);
});

test("solveSpd(a, b, n) solves for several right sides and rejects what is not positive definite", () => {
  const x = solveSpd(Float64Array.of(4, 0, 2, 3), Float64Array.of(8, 4, 7, 2), 2);
  [1.25, 1, 1.5, 0].forEach((value, i) => {
    assert.ok(Math.abs(x[i]! - value) < 1e-12);
  });
  assert.throws(() => solveSpd(Float64Array.of(1, 0, 2, 1), Float64Array.of(1, 1), 2), /not positive definite/);
});

test("zoneOffset(zone) follows daylight saving", () => {
  const offset = zoneOffset("Europe/Rome");
  assert.equal(offset(Date.parse("2026-03-29T00:59Z")), 3_600_000);
  assert.equal(offset(Date.parse("2026-03-29T01:00Z")), 7_200_000);
  assert.equal(zoneOffset("UTC")(0), 0);
  assert.equal(zoneOffset("America/St_Johns")(Date.parse("2026-01-01T00:00Z")), -3.5 * 3_600_000);
});
