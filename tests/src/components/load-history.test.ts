import assert from "node:assert/strict";
import {test} from "node:test";
import {loadSteps} from "../../../src/components/load-history.js";

const hour = 3_600_000;
const start = Date.parse("2026-03-28T23:00Z");
const mean = Array.from({length: 47}, (_, i) => (i === 5 ? null : i));
const hours = {start, mean, max: mean.map((value) => (value === null ? null : 10 * value))};

test("loadSteps() means over the days of the zone and keeps their highest minute", () => {
  const days = loadSteps(hours, {from: start, to: start + 47 * hour}, "day", "Europe/Berlin");
  // the first day has 23 hours, of which one was not read
  const first = (Array.from({length: 23}, (_, i) => i).reduce((a, b) => a + b, 0) - 5) / 22;
  assert.deepEqual(days, [
    {time: start, end: start + 23 * hour, mean: first, max: 220},
    {time: start + 23 * hour, end: start + 47 * hour, mean: 34.5, max: 460}
  ]);
});

test("loadSteps() takes the hours of the period alone and shows one without readings as unknown", () => {
  const steps = loadSteps(hours, {from: start + 4 * hour, to: start + 7 * hour}, "hour", "UTC");
  assert.deepEqual(
    steps.map(({mean}) => mean),
    [4, null, 6]
  );
});

test("loadSteps() are none without readings", () => {
  assert.deepEqual(loadSteps(hours, {from: start - 9 * hour, to: start - 8 * hour}, "hour", "UTC"), []);
  assert.deepEqual(loadSteps(null, {from: 0, to: hour}, "hour", "UTC"), []);
});
