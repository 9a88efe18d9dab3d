import assert from "node:assert/strict";
import {test} from "node:test";
import {RankHistory} from "../../../../loaders/outliers/novelty/rank-history.ts";

test("rankHistory.push() gives the share below, and never more than the evidence allows", () => {
  const ranks = new RankHistory();
  assert.equal(ranks.push(5), 0);
  for (let i = 1; i < 100; i++) ranks.push(i % 2 ? 0 : 1);
  assert.equal(ranks.push(0), 0);
  assert.ok(Math.abs(ranks.push(0.5) - 0.5) < 0.02);
  assert.ok(Math.abs(ranks.push(1e9) - 102 / 103) < 1e-12);
});
