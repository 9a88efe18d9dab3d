import assert from "node:assert/strict";
import {test} from "node:test";
import {chooseStep, stepName} from "../../../src/components/choose-step.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const span = (length: number) => ({from: 0, to: length});

test("chooseStep() gives at most a point for every two pixels, and not far fewer", () => {
  for (let length = 10 * minute; length < 900 * day; length *= 1.3)
    for (const width of [320, 900, 1800]) {
      const points = length / chooseStep(span(length), {width}).step;
      assert.ok(
        points <= width / 2 && (points > width / 8 || length < hour),
        `${length / hour} h at ${width} px: ${points}`
      );
    }
});

test("chooseStep() takes the step that is asked for, as long as it can be drawn", () => {
  assert.deepEqual(chooseStep(span(30 * day), {width: 900, grain: "hour"}), {step: hour, calendar: null});
  assert.deepEqual(chooseStep(span(365 * day), {width: 900, grain: "month"}), {step: 30 * day, calendar: "month"});
  assert.deepEqual(chooseStep(span(365 * day), {width: 900, grain: "minute"}), {step: day, calendar: null});
});

test("stepName() says what a step is called", () => {
  const named = (step: number) => stepName({step, calendar: null});
  assert.deepEqual([10 * minute, hour, 6 * hour, day, 7 * day, 14 * day, 30_000].map(named), [
    "10-minute",
    "hourly",
    "6-hour",
    "daily",
    "7-day",
    "14-day",
    "30-second"
  ]);
  assert.equal(stepName({step: 30 * day, calendar: "month"}), "monthly");
});
