import assert from "node:assert/strict";
import {test} from "node:test";
import {afterSimilarMoments} from "../../../../loaders/outliers/novelty/similar-moments.ts";

const daily = Float64Array.from({length: 480}, (_, i) => 100 + 10 * Math.sin((2 * Math.PI * i) / 24));

test("afterSimilarMoments() expects a periodic series to go on, whatever came", () => {
  const broken = daily.map((value, i) => (i >= 400 ? 0 : value));
  for (const at of [400, 405, 430])
    assert.ok(Math.abs(afterSimilarMoments(broken, {from: 400, at}) - daily[at]!) < 1e-9, `row ${at}`);
});

test("afterSimilarMoments() expects nothing while the past is short", () => {
  assert.ok(Number.isNaN(afterSimilarMoments(daily, {from: 60, at: 60})));
  assert.ok(Number.isNaN(afterSimilarMoments(daily, {from: 0, at: 10})));
  assert.ok(Number.isNaN(afterSimilarMoments(daily, {from: 200, at: 400})));
});
