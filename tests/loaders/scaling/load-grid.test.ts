import assert from "node:assert/strict";
import {test} from "node:test";
import {loadGrid} from "../../../loaders/scaling/load-grid.ts";

const minute = 60_000;
const grid = (rows: [minutes: number, value: number][]) =>
  loadGrid(
    Float64Array.from(rows, ([at]) => at * minute),
    Float64Array.from(rows, ([, value]) => value)
  );

test("loadGrid() takes rows in any order, means of those in one step, and leaves gaps open", () => {
  const {start, step, values} = grid([
    [13, 8],
    [10, 1],
    [11, 2],
    [11.5, 4],
    [12, 5],
    [15, 9]
  ]);
  assert.deepEqual([start, step], [10 * minute, minute]);
  assert.deepEqual([...values], [1, 3, 5, 8, Number.NaN, 9]);
});

test("loadGrid() takes the longest step that is not above the rows' usual distance", () => {
  assert.equal(
    grid([
      [0, 1],
      [60, 1],
      [120, 1]
    ]).step,
    60 * minute
  );
  assert.equal(
    grid([
      [0, 1],
      [7, 1],
      [14, 1],
      [21, 1]
    ]).step,
    5 * minute
  );
  const seconds = grid([
    [0, 1],
    [0.25, 3],
    [0.5, 5],
    [1, 7]
  ]);
  assert.deepEqual([seconds.step, ...seconds.values], [minute, 3, 7]);
});

test("loadGrid() leaves out rows without a value, at the ends too", () => {
  assert.deepEqual(
    [
      ...grid([
        [0, Number.NaN],
        [1, 2],
        [2, Number.NaN],
        [3, 4],
        [4, 5],
        [5, Number.NaN]
      ]).values
    ],
    [2, Number.NaN, 4, 5]
  );
});

test("loadGrid() names what no plan can be made of", () => {
  assert.throws(
    () =>
      grid([
        [0, 1],
        [1, -2]
      ]),
    /^Error: negative load: -2 at 1970-01-01T00:01:00.000Z \(correct the row\)$/
  );
  assert.throws(() => grid([[0, 1]]), /too few rows/);
  assert.throws(() => grid([]), /too few rows/);
  assert.throws(
    () =>
      grid([
        [0, 1],
        [0, 2]
      ]),
    /too few rows/
  );
  assert.throws(
    () =>
      grid([
        [0, 1],
        [1440, 1]
      ]),
    /rows too far apart: 1440 minutes/
  );
  assert.throws(
    () =>
      grid([
        [0, 1],
        [1, 1],
        [2, 1],
        [1e8, 1]
      ]),
    /too long a span/
  );
});
