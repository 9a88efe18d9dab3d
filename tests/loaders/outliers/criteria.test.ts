import assert from "node:assert/strict";
import {test} from "node:test";
import {deriveCriteria, judge} from "../../../loaders/outliers/criteria.ts";
import {episodes, unusual} from "../../../loaders/outliers/episodes.ts";
import {stageOf} from "../../../loaders/outliers/stage.ts";
import {noise} from "../../support/waves.ts";

test("stageOf(probability) follows the stages of the requirement", () => {
  assert.deepEqual([0, 0.89, 0.9, 0.95, 0.98, 0.99, 1].map(stageOf), [0, 0, 1, 2, 3, 4, 4]);
});

for (const [name, tail] of [
  ["normal", 1],
  ["heavy-tailed", 3]
] as const)
  test(`judge() keeps each stage's share on autocorrelated ${name} noise`, () => {
    const random = noise(3);
    let last = 0;
    const values = Float64Array.from({length: 60_000}, () => {
      const shock = random() + random() + random();
      last = 0.7 * last + shock * Math.abs(shock) ** (tail - 1);
      return 50 + last;
    });
    const classes = new Uint8Array(values.length);
    const [criterion] = deriveCriteria(values.subarray(0, 2000), classes, 1);
    const {stages} = judge(values.subarray(2000), () => criterion);
    for (const [stage, share] of [
      [1, 0.1],
      [2, 0.05],
      [3, 0.02],
      [4, 0.01]
    ] as const) {
      const held = stages.filter((one) => one >= stage).length / stages.length;
      assert.ok(Math.abs(held / share - 1) < 0.15, `stage ${stage}: ${held}`);
    }
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

test("deriveCriteria() gives none for classes with too little past", () => {
  assert.deepEqual(deriveCriteria(new Float64Array(20), new Uint8Array(20), 2), [null, null]);
});

test("episodes() joins what lies close and holds the stage of half its rows", () => {
  const stages = [0, 1, 2, 2, 0, 0, 4, 0, 0, 0, 0, 3, 0];
  const found = episodes(stages, stages, {gap: 2});
  assert.deepEqual(
    found.map(({from, to, worst, stage, severity}) => [from, to, worst, stage, severity]),
    [
      [1, 6, 6, 2, 9],
      [11, 11, 11, 3, 3]
    ]
  );
  assert.deepEqual(episodes([], []), []);
});

test("unusual() lists what is more severe than the past shows at the given rate", () => {
  const episode = (to: number, severity: number) => ({from: to, to, worst: to, stage: 2 as const, severity});
  const past = [10, 9, 3, 2, 1].map((severity, i) => episode(i * 10, severity));
  const now = [episode(60, 4), episode(70, 2)];
  assert.deepEqual(unusual([...past, ...now], {split: 50, every: 25}), [now[0]]);
});
