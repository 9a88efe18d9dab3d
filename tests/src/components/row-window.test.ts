import assert from "node:assert/strict";
import {test} from "node:test";
import {rowWindow} from "../../../src/components/row-window.js";

const sight = {rowHeight: 35, height: 400};

test("rowWindow() draws what is in sight and a few more, and keeps the height of all", () => {
  assert.deepEqual(rowWindow({...sight, count: 1000, top: 0}), {first: 0, last: 24, before: 0, after: 976 * 35});
  const window = rowWindow({...sight, count: 1000, top: 17_500});
  assert.deepEqual(window, {first: 488, last: 524, before: 488 * 35, after: 476 * 35});
});

test("rowWindow() ends with the last row at the bottom", () => {
  const {last, after} = rowWindow({...sight, count: 1000, top: 1000 * 35 - 400});
  assert.deepEqual([last, after], [1000, 0]);
  assert.deepEqual(rowWindow({...sight, count: 3, top: 0}), {first: 0, last: 3, before: 0, after: 0});
  assert.equal(rowWindow({...sight, count: 100, top: 1e6}).last, 100);
});

test("rowWindow() reaches every row of a table taller than browsers draw", () => {
  const count = 5_000_000;
  const tall = 15e6;
  const ends = [0, tall - 400].map((top) => rowWindow({...sight, count, top}));
  assert.equal(ends[0]!.first, 0);
  assert.equal(ends[1]!.last, count);
  for (const top of [0, 40, 1e5, 7.5e6, tall - 400]) {
    const {first, last, before, after} = rowWindow({...sight, count, top});
    assert.equal(Math.round(before + after + (last - first) * 35), tall);
    assert.ok(before <= top && before + (last - first) * 35 >= top + 400, `rows in sight at ${top}`);
  }
});
