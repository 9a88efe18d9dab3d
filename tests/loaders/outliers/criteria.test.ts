import assert from "node:assert/strict";
import {test} from "node:test";
import {deriveCriteria, Judge, judge} from "../../../loaders/outliers/criteria.ts";
import {type Episode, Episodes, type JudgedRow, stageHeld, usualSeverity} from "../../../loaders/outliers/episodes.ts";
import {stageOf} from "../../../loaders/outliers/stage.ts";
import {cleanNoise} from "../../support/clean-noise.ts";
import {stageShares} from "../../support/stage-shares.ts";
import {noise} from "../../support/waves.ts";

test("stageOf(probability) follows the stages of the requirement", () => {
  assert.deepEqual([0, 0.89, 0.9, 0.95, 0.98, 0.99, 1].map(stageOf), [0, 0, 1, 2, 3, 4, 4]);
});

for (const [name, one] of Object.entries(cleanNoise))
  test(`judge() keeps each stage's share on noise that is ${name}`, () => {
    for (const seed of [11, 12, 13])
      stageShares(one, {seed}).forEach((share, k) => {
        assert.ok(Math.abs(share - 1) < 0.15, `stage ${k + 1}, seed ${seed}: ${share} of its share`);
      });
  });

test("judge() is what a Judge says minute by minute", () => {
  const random = noise(5);
  const values = Float64Array.from({length: 5000}, (_, i) =>
    i % 97 === 0 ? Number.NaN : random() + (i > 4000 ? 5 : 0)
  );
  const [criterion] = deriveCriteria(values.subarray(0, 1000), new Uint8Array(1000), 1);
  const criterionOf = (row: number) => (row % 89 === 0 ? null : criterion);
  const options = {rate: 0.02, patience: 30};
  const {stages, excess} = judge(values, criterionOf, options);
  const walk = new Judge(options);
  const verdicts = Array.from(values, (value, row) => {
    const verdict = walk.push(value, criterionOf(row));
    return {...verdict, sustained: walk.sustained};
  });
  assert.deepEqual([verdicts.map((one) => one.stage), verdicts.map((one) => one.excess)], [[...stages], [...excess]]);
  assert.ok(verdicts.findIndex(({sustained}) => sustained) > 4000);
  assert.deepEqual(judge(values.subarray(0, 2000), criterionOf, options).stages, stages.subarray(0, 2000));
});

test("judge() does not learn a fault that lasts", () => {
  const random = noise(4);
  const values = Float64Array.from({length: 20_000}, (_, i) => random() + (i > 10_000 ? 5 : 0));
  const [criterion] = deriveCriteria(values.subarray(0, 5000), new Uint8Array(5000), 1);
  assert.ok(
    judge(values, () => criterion)
      .stages.subarray(10_002)
      .every((stage) => stage === 4)
  );
});

test("Judge learns again soon after a fault, however long that was", () => {
  const walk = new Judge({patience: 60});
  const criterion = {median: 0, low: [-1, -2, -3, -4], high: [1, 2, 3, 4]};
  for (let i = 0; i < 10_000; i++) walk.push(100, criterion);
  assert.ok(walk.sustained);
  for (let i = 0; i < 60; i++) walk.push(0, criterion);
  assert.deepEqual([walk.sustained, walk.alarm], [false, 0]);
});

test("deriveCriteria() gives none for classes with too little past", () => {
  assert.deepEqual(deriveCriteria(new Float64Array(20), new Uint8Array(20), 2), [null, null]);
});

test("Episodes joins what lies close, and goes on from what another one had open", () => {
  const stages = [0, 1, 2, 2, 0, 0, 4, 0, 0, 0, 0, 3, 0] as const;
  const rows = stages.map((stage, time) => ({time, stage, excess: stage}));
  for (let split = 0; split <= rows.length; split++) {
    let walk = new Episodes<JudgedRow>({gap: 2});
    const found: Episode[] = [];
    for (const [i, row] of rows.entries()) {
      if (i === split) walk = new Episodes<JudgedRow>({gap: 2}, JSON.parse(JSON.stringify(walk.open)));
      found.push(...[walk.push(row)].filter((episode) => episode !== null));
    }
    assert.deepEqual(
      [...found, walk.open!].map((one) => [one.from, one.to, one.worst.time, stageHeld(one), one.severity]),
      [
        [1, 6, 6, 2, 9],
        [11, 11, 11, 3, 3]
      ]
    );
  }
});

test("usualSeverity() is what the past shows at the given rate", () => {
  assert.equal(usualSeverity([3, 10, 1, 9, 2], {rows: 50, every: 25}), 3);
  assert.equal(usualSeverity([], {rows: 50, every: 25}), 0);
});
