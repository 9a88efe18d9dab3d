import assert from "node:assert/strict";
import {test} from "node:test";
import {barExtent, barPieces} from "../../../src/components/bar-pieces.js";

const ends = (value: number | readonly number[]) =>
  barPieces([{at: "a", value}]).map(({part, from, to}) => [part, from, to]);

test("barPieces() stacks parts on each other from zero, and leaves empty ones out", () => {
  assert.deepEqual(ends([2, 0, 3]), [
    [0, 0, 2],
    [2, 2, 5]
  ]);
  assert.deepEqual(ends(4), [[0, 0, 4]]);
  assert.deepEqual(ends([0, Number.NaN]), []);
});

test("barPieces() hangs parts below zero from zero", () => {
  assert.deepEqual(ends([2, -1, 3, -4]), [
    [0, 0, 2],
    [1, 0, -1],
    [2, 2, 5],
    [3, -1, -5]
  ]);
});

test("barExtent() covers bars, the line over them and the ticks", () => {
  const rows = [
    {at: 0, value: [1, 2], over: 9, mark: null},
    {at: 1, value: -2, over: null, mark: 4}
  ];
  const known = barExtent(rows, barPieces(rows)).filter((value) => value != null);
  assert.deepEqual([Math.min(...known), Math.max(...known)], [-2, 9]);
});
