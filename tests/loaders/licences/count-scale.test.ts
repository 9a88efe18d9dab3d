import assert from "node:assert/strict";
import {test} from "node:test";
import {countScale} from "../../../loaders/licences/count-scale.ts";

const trials = (pairs: [forecast: number, actual: number][]) => [
  {origin: 0, forecast: Float64Array.from(pairs, ([x]) => x), actual: Float64Array.from(pairs, ([, y]) => y)}
];

test("countScale() finds the line that counts follow, gaps left out", () => {
  const scale = countScale(
    trials([
      [0, 0.5],
      [10, 11.5],
      [20, 22.5],
      [40, Number.NaN]
    ])
  );
  for (const [x, y] of [
    [0, 0.5],
    [5, 6],
    [40, 44.5]
  ] as const)
    assert.ok(Math.abs(scale(x) - y) < 1e-9, String(scale(x)));
});

test("countScale() says no count below 0, and the mean where forecasts tell nothing", () => {
  const steep = countScale(
    trials([
      [1, 0],
      [2, 1],
      [3, 2.5]
    ])
  );
  assert.equal(steep(0), 0);
  assert.ok(steep(1) > 0);
  assert.equal(
    countScale(
      trials([
        [0, 1],
        [0, 3]
      ])
    )(0),
    2
  );
  assert.equal(
    countScale(
      trials([
        [5, 4],
        [5, 6]
      ])
    )(5),
    5
  );
  assert.ok(
    Math.abs(
      countScale(
        trials([
          [1, 9],
          [2, 5],
          [3, 1]
        ])
      )(2) - 6
    ) < 1.5
  );
  assert.equal(countScale(trials([[1, Number.NaN]]))(7), 7);
});
