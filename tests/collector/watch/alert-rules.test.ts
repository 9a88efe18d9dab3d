import assert from "node:assert/strict";
import {test} from "node:test";
import type {Alert} from "../../../collector/watch/alert.ts";
import {type AlertRules, type Condition, judgeCondition, noCondition} from "../../../collector/watch/alert-rules.ts";
import type {Finding} from "../../../loaders/outliers/finding.ts";
import type {Stage} from "../../../loaders/outliers/stage.ts";

const minute = 60_000;
const rules: AlertRules = {raiseAt: 2, minDuration: 0, clearAfter: 5 * minute};

/** Judges one stage a minute; what came of each: the stage of an alert that is new or worse, 0 when it is over. */
function walk(stages: number[], given: Partial<AlertRules> = {}, condition: Condition = noCondition()) {
  return stages.map((stage, i) => {
    const alert = judgeCondition(
      condition,
      stage ? finding(stage, i * minute) : undefined,
      i * minute,
      {...rules, ...given},
      raise
    );
    return alert && (alert.clearedAt === null ? alert.stage : 0);
  });
}

const finding = (stage: number, time: number): Finding => ({
  time,
  to: time,
  series: "001/flow",
  detector: "value",
  stage: stage as Stage,
  value: stage,
  expected: 0,
  reason: `stage ${stage}`
});

const raise = ({stage, time, to, value, reason}: Finding): Alert =>
  ({stage, since: time, time: to, value, reason, clearedAt: null}) as Alert;

test("judgeCondition() raises at a stage, tells when it grows worse, and is over after a calm of some length", () => {
  assert.deepEqual(walk([1, 2, 2, 3, 2, 4, 1, 0, 0, 0, 0, 0, 0]), [
    null,
    2,
    null,
    3,
    null,
    4,
    null,
    null,
    null,
    null,
    null,
    0,
    null
  ]);
});

test("judgeCondition() does not flap: a calm that is too short ends nothing", () => {
  assert.deepEqual(walk([2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2]), [2, ...Array(10).fill(null)]);
});

test("judgeCondition() waits until a finding has lasted", () => {
  assert.deepEqual(walk([2, 2, 0, 2, 2, 3, 3], {minDuration: 3 * minute}), [null, null, null, null, null, null, 3]);
});

test("judgeCondition() raises anew after it was over", () => {
  assert.deepEqual(walk([2, 0, 0, 2], {clearAfter: minute}), [2, null, 0, 2]);
});

test("judgeCondition() takes a clock that goes back for no time at all", () => {
  const condition = noCondition();
  judgeCondition(condition, finding(2, 0), 100 * minute, rules, raise);
  assert.equal(judgeCondition(condition, undefined, 100 * minute, rules, raise), null);
  assert.equal(judgeCondition(condition, undefined, 10 * minute, rules, raise), null);
  assert.equal(judgeCondition(condition, undefined, 14 * minute, rules, raise), null);
  assert.equal(judgeCondition(condition, undefined, 15 * minute, rules, raise)?.clearedAt, 15 * minute);
});
