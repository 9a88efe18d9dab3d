import assert from "node:assert/strict";
import {test} from "node:test";
import {RecentRows} from "../../../../loaders/outliers/novelty/recent-rows.ts";

function rowsOf(values: number[]): RecentRows {
  const rows = new RecentRows();
  for (const value of values) rows.push(value);
  return rows;
}

test("recentRows.mean() and roughness() look back from the present, past the end of their ring", () => {
  const rows = rowsOf(Array.from({length: 300}, (_, i) => i * i));
  assert.deepEqual([rows.ago(0), rows.ago(120)], [299 ** 2, 179 ** 2]);
  assert.equal(rows.mean(1, 3), (298 ** 2 + 297 ** 2) / 2);
  assert.equal(rows.roughness(2), (299 ** 2 - 297 ** 2) / 2);
});

test("recentRows.mean() takes what was before the first row for more of the same", () => {
  assert.equal(rowsOf([7, 9]).mean(0, 4), 7.5);
});

test("recentRows.level and spread are those of all values, and one far out hardly moves them", () => {
  const values = Array.from({length: 2000}, (_, i) => (i % 2 ? 105 : 95));
  const rows = rowsOf(values);
  assert.ok(Math.abs(rows.level - 100) < 1e-9 && Math.abs(rows.spread - 5) < 1e-9);
  rows.push(1e9);
  assert.ok(rows.level < 100.1 && rows.spread < 5.1, `${rows.level} ${rows.spread}`);
});

test("recentRows.spread is exactly 0 while all values are alike", () => {
  assert.equal(rowsOf(Array.from({length: 500}, () => 0.1)).spread, 0);
});
