import assert from "node:assert/strict";
import {test} from "node:test";
import {ScoreWindow} from "../../../loaders/scaling/score-window.ts";
import {seeded} from "../../support/random.ts";

test("ScoreWindow.exceededBy() is the upper quantile of the last scores, to 0.02", () => {
  const next = seeded(3);
  const scores = Array.from({length: 5000}, () => 6 * next() - 2);
  const window = new ScoreWindow(1000);
  for (const [i, score] of scores.entries()) {
    window.add(score);
    if (i % 700 !== 699) continue;
    const last = scores.slice(Math.max(0, i - 999), i + 1);
    for (const share of [0.01, 0.1, 0.5]) {
      const bound = window.exceededBy(share);
      assert.ok(last.filter((each) => each > bound).length <= share * last.length);
      assert.ok(last.filter((each) => each >= bound - 0.04).length > share * last.length);
    }
  }
  assert.equal(window.size, 1000);
});

test("ScoreWindow.add() counts what lies outside its range at the ends", () => {
  const window = new ScoreWindow(4);
  for (const score of [-1e9, 1e9, 0, 0]) window.add(score);
  assert.ok(window.exceededBy(0) >= 20);
  assert.ok(Math.abs(window.exceededBy(0.25)) <= 0.04);
});
