import assert from "node:assert/strict";
import {test} from "node:test";
import {boost, boosted} from "../../../loaders/forecast/gradient-boosting.ts";
import {noise} from "../../support/waves.ts";

const width = 4;

/** A step in one feature, a slope in another where the first is high, two features of noise alone. */
function examples(rows: number, seed: number, {outliers = 0} = {}) {
  const random = noise(seed);
  const features = Float64Array.from({length: rows * width}, () => random());
  const clean = Float64Array.from({length: rows}, (_, i) =>
    features[i * width]! > 0.2 ? 3 + 2 * features[i * width + 1]! : -1
  );
  const targets = clean.map((value, i) => value + 0.1 * random() + (i < outliers ? 1000 : 0));
  return {rows, width, features, targets, clean};
}

test("boost() learns steps and what depends on them, also beside outliers", () => {
  for (const outliers of [0, 200]) {
    const model = boost(examples(4000, 1, {outliers}));
    const {features, clean} = examples(500, 2);
    const errors = clean.map((value, i) => Math.abs(boosted(model, features, i * width) - value)).sort();
    assert.ok(errors[250]! < 0.15, `median error with ${outliers} outliers: ${errors[250]}`);
  }
});

test("boost() gives the same trees for the same rows, and the median where there is nothing to split", () => {
  assert.deepEqual(boost(examples(300, 3)), boost(examples(300, 3)));
  const same = {rows: 30, width: 1, features: new Float64Array(30).fill(2), targets: new Float64Array(30).fill(7)};
  assert.equal(boosted(boost(same), Float64Array.of(2)), 7);
  assert.equal(
    boosted(boost({...same, rows: 1, features: Float64Array.of(1), targets: Float64Array.of(5)}), Float64Array.of(9)),
    5
  );
});

test("boosted() refuses a row that lacks features", () => {
  const model = boost(examples(100, 4));
  assert.throws(() => boosted(model, new Float64Array(3)), /too few features: 3/);
});
