import assert from "node:assert/strict";
import {test} from "node:test";
import {mergeSteps, readingMerges, readingSteps} from "../../../src/components/steps.ts";

const startOf = (time: number) => Math.floor(time / 10) * 10;

test("mergeSteps() weights means by what they are means of", () => {
  const steps = {
    time: Float64Array.of(0, 5, 10),
    measures: {
      mean: Float64Array.of(1, 4, 7),
      min: Float64Array.of(0, 3, 7),
      max: Float64Array.of(2, 9, 7),
      n: Float64Array.of(1, 2, 1)
    },
    step: 5
  };
  const {time, measures} = mergeSteps(steps, readingMerges, {step: 10, startOf});
  assert.deepEqual([...time], [0, 10]);
  assert.deepEqual(
    Object.values(measures).map((values) => [...values]),
    [
      [3, 7],
      [0, 7],
      [9, 7],
      [3, 1]
    ]
  );
});

test("mergeSteps() passes over values that are not known", () => {
  const rows = readingSteps(Float64Array.of(0, 1, 12), Float64Array.of(Number.NaN, 4, Number.NaN));
  const {measures} = mergeSteps(rows, readingMerges, {step: 10, startOf});
  assert.deepEqual([...measures.mean, ...measures.max], [4, Number.NaN, 4, Number.NaN]);
});

test("mergeSteps() of nothing is nothing", () => {
  const none = mergeSteps(readingSteps(new Float64Array(), new Float64Array()), readingMerges, {step: 10, startOf});
  assert.deepEqual([none.time.length, none.measures.mean.length], [0, 0]);
});
