import assert from "node:assert/strict";
import {test} from "node:test";
import {hourAhead} from "../../../loaders/scaling/hour-ahead.ts";

const hour = 3_600_000;
const start = Date.parse("2026-01-05");
const daily = (i: number) => 100 + 50 * Math.sin((2 * Math.PI * i) / 24);
const series = (length: number, value = daily) => ({
  start,
  step: hour,
  values: Float64Array.from({length}, (_, i) => value(i))
});

test("hourAhead() joins the forecasts of a regular load through the middles of its hours", async () => {
  const expected = (await hourAhead(series(90 * 24)))!;
  assert.equal(expected.step, 60_000);
  assert.equal(expected.values.length, 672 * 60);
  assert.equal(expected.start + expected.values.length * 60_000, start + (90 * 24 - 1) * hour);
  const first = (expected.start - start) / hour;
  for (const i of [0, 7, 300]) {
    const middle = (expected.values[i * 60 + 29]! + expected.values[i * 60 + 30]!) / 2;
    assert.ok(Math.abs(middle - daily(first + i)) < 2, `${middle} is not ${daily(first + i)}`);
  }
  const steps = expected.values.map((value, i) => Math.abs(value - (expected.values[i - 1] ?? value)));
  assert.ok(Math.max(...steps) < 5, "no jumps between hours");
});

test("hourAhead() knows nothing of what comes later", async () => {
  const broken = series(90 * 24, (i) => (i < 90 * 24 - 48 ? daily(i) : 1000));
  const [calm, jump] = [(await hourAhead(series(90 * 24)))!, (await hourAhead(broken))!];
  const until = calm.values.length - 50 * 60;
  assert.deepEqual(jump.values.subarray(0, until), calm.values.subarray(0, until));
});

test("hourAhead() of a short history is null", async () => {
  assert.equal(await hourAhead(series(0)), null);
  assert.equal(await hourAhead(series(72)), null);
});
