import assert from "node:assert/strict";
import {test} from "node:test";
import {KeyWindow} from "../../../../collector/sources/shared/sql/key-window.ts";

test("keyWindow.cursor() writes runs of integers as pairs, and comes back from JSON", () => {
  const window = new KeyWindow(null, 10);
  window.advance(null, [1, 2, 3, 7, 9, 10, "a", "b"], true);
  const cursor = window.cursor();
  assert.deepEqual(cursor, [[1, 3], 7, [9, 10], "a", "b"]);
  assert.deepEqual(new KeyWindow(JSON.parse(JSON.stringify(cursor)), 10).cursor(), cursor);
});

test("keyWindow.advance() keeps what was taken ahead of the page until the last page", () => {
  const window = new KeyWindow([[1, 4], 8, 9], 6);
  window.advance(1, [2, 3, 4, 5], false);
  assert.deepEqual(window.cursor(), [
    [2, 5],
    [8, 9]
  ]);
  assert.ok(window.has(9) && !window.has(1));
  window.advance(5, [6, 9], true);
  assert.deepEqual(window.cursor(), [[2, 6], 9]);
});

test("keyWindow.advance() forgets nothing when the table is empty", () => {
  const window = new KeyWindow([[1, 4]], 6);
  window.advance(1, [], true);
  assert.deepEqual([window.bound, window.cursor()], [1, [[1, 4]]]);
});
