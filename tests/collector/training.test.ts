import assert from "node:assert/strict";
import {test} from "node:test";
import {trainingDue} from "../../collector/training.ts";

const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;

test("trainingDue() is true once there is something to learn from", () => {
  assert.ok(!trainingDue({learnt: null, tried: null, oldest: null}, week, 0));
  assert.ok(!trainingDue({learnt: null, tried: null, oldest: 0}, week, 2 * day - 1));
  assert.ok(trainingDue({learnt: null, tried: null, oldest: 0}, week, 2 * day));
});

test("trainingDue() comes again after the interval, sooner while twice as much has come", () => {
  const year = 365 * day;
  assert.ok(!trainingDue({learnt: year, tried: null, oldest: 0}, week, year + week - 1));
  assert.ok(trainingDue({learnt: year, tried: null, oldest: 0}, week, year + week));
  assert.ok(!trainingDue({learnt: 2 * day, tried: null, oldest: 0}, week, 4 * day - 1));
  assert.ok(trainingDue({learnt: 2 * day, tried: null, oldest: 0}, week, 4 * day));
});

test("trainingDue() waits an hour after a try that failed", () => {
  assert.ok(!trainingDue({learnt: null, tried: 5 * day, oldest: 0}, week, 5 * day + hour - 1));
  assert.ok(trainingDue({learnt: null, tried: 5 * day, oldest: 0}, week, 5 * day + hour));
});
