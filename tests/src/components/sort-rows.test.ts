import assert from "node:assert/strict";
import {test} from "node:test";
import {sortRows} from "../../../src/components/sort-rows.js";

const value = ({n}: {n: number | string | null}) => n;
const sorted = (values: (number | string | null)[], descending = false) =>
  sortRows(
    values.map((n) => ({n})),
    {value},
    descending
  ).map(value);

test("sortRows() puts rows without a value last in either direction", () => {
  assert.deepEqual(sorted([3, null, 1, 2]), [1, 2, 3, null]);
  assert.deepEqual(sorted([3, null, 1, 2], true), [3, 2, 1, null]);
  assert.deepEqual(sorted(["b", "a", null]), ["a", "b", null]);
});

test("sortRows() keeps the order of equal rows and leaves its input alone", () => {
  const rows = [
    {n: 1, id: "a"},
    {n: 0, id: "b"},
    {n: 1, id: "c"}
  ];
  for (const [descending, ids] of [
    [false, "bac"],
    [true, "acb"]
  ] as const)
    assert.equal(
      sortRows(rows, {value: ({n}) => n}, descending)
        .map(({id}) => id)
        .join(""),
      ids
    );
  assert.equal(rows[0]!.id, "a");
});
