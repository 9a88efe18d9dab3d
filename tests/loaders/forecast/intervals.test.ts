import assert from "node:assert/strict";
import {test} from "node:test";
import {conformalRadii} from "../../../loaders/forecast/intervals.ts";
import {quantile} from "../../../loaders/math/quantile.ts";
import {seeded} from "../../support/random.ts";

for (const day of [1, 24, 144])
  test(`conformalRadii() takes the quantiles of all errors of the steps around each, with ${day} steps in a day`, () => {
    const random = seeded(day);
    const horizon = 200;
    // Errors of equal size, gaps, and a trial that ends early.
    const errors = [200, 200, 200, 120].map((length) =>
      Float64Array.from({length}, () => (random() < 0.1 ? Number.NaN : Math.round(20 * random()) / 7))
    );
    const {half50, half90} = conformalRadii(errors, {horizon, day, spread: 1});
    let [widest50, widest90] = [0, 0];
    for (let h = 0; h < horizon; h++) {
      const reach = Math.min(day / 2, Math.ceil((h + 1) / 3));
      const near = errors
        .flatMap((error) => [...error.subarray(Math.max(0, h - reach), h + reach + 1)])
        .filter((error) => !Number.isNaN(error));
      const of = (p: number, otherwise: number) =>
        near.length ? quantile(near, Math.min(1, (p * (near.length + 1)) / near.length)) : otherwise;
      widest50 = Math.max(widest50, of(0.5, 0.67));
      widest90 = Math.max(widest90, of(0.9, 1.64));
      assert.deepEqual([half50[h], half90[h]], [widest50, widest90], `step ${h}`);
    }
  });
