import assert from "node:assert/strict";
import {test} from "node:test";
import {rankedRows} from "../../../src/components/ranked-rows.js";

const rows = [
  {name: "c", value: 5, before: 10},
  {name: "a", value: 9, before: 4},
  {name: "b", value: 5, before: null},
  {name: "d", value: 1, before: 20}
];

test("rankedRows() ranks the highest first, equal values alike, and says where rows stood", () => {
  assert.deepEqual(
    rankedRows(rows).map(({name, rank, rankBefore, change}) => [name, rank, rankBefore, change]),
    [
      ["a", 1, 3, 1.25],
      ["b", 2, null, null],
      ["c", 2, 2, -0.5],
      ["d", 4, 1, -0.95]
    ]
  );
});

test("rankedRows() ranks the lowest first where less is better", () => {
  assert.deepEqual(
    rankedRows(rows, {best: "lowest"}).map(({name, rank, rankBefore}) => [name, rank, rankBefore]),
    [
      ["d", 1, 3],
      ["b", 2, null],
      ["c", 2, 2],
      ["a", 4, 1]
    ]
  );
});

test("rankedRows() tells no change from nothing, and none without a comparison", () => {
  const [one] = rankedRows([{name: "a", value: 3, before: 0}]);
  assert.deepEqual([one!.rankBefore, one!.change], [1, null]);
  const [alone] = rankedRows([{name: "a", value: 3}]);
  assert.deepEqual([alone!.rankBefore, alone!.change], [null, null]);
});
