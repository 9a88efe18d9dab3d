import assert from "node:assert/strict";
import {test} from "node:test";
import {coverage} from "../../../loaders/quality/coverage.ts";

const minute = 60_000;
const day = 1440 * minute;
const start = Date.parse("2026-03-01T00:00Z");
const edges = [0, 1, 2, 3].map((days) => start + days * day);

/** A reading every `step` ms from `from` up to before `to`, except where `missing` says. */
const every = (step: number, from: number, to: number, missing = (_: number) => false): Float64Array =>
  Float64Array.from({length: (to - from) / step}, (_, i) => from + i * step).filter((time) => !missing(time));

test("coverage() of readings without a gap is whole on every day", () => {
  const until = edges[3]!;
  assert.deepEqual(coverage(every(minute, start, until), edges, {until}), {
    interval: minute,
    gaps: [],
    missingMs: 0,
    days: [1, 1, 1]
  });
});

test("coverage() finds where readings are missing, from when the next was due", () => {
  const until = edges[3]!;
  const away = {from: start + day + 6 * 60 * minute, to: start + day + 12 * 60 * minute};
  const times = every(minute, start, until, (time) => time >= away.from && time < away.to);
  const {gaps, missingMs, days} = coverage(times, edges, {until});
  assert.deepEqual(gaps, [away]);
  assert.equal(missingMs, 6 * 60 * minute);
  assert.deepEqual(days, [1, 0.75, 1]);
});

test("coverage() splits a gap over the days that it takes part of", () => {
  const until = edges[3]!;
  const times = every(minute, start, until, (time) => time >= start + day / 2 && time < start + 2.25 * day);
  assert.deepEqual(coverage(times, edges, {until}).days, [0.5, 0, 0.75]);
});

test("coverage() counts distances past `factor` usual ones, whatever single readings jitter or repeat", () => {
  const times = every(minute, start, edges[3]!).map((time, i) => time + (i % 7) * 9000);
  times[100] = times[99]!;
  const until = edges[3]!;
  assert.deepEqual(coverage(times, edges, {until}).gaps, []);
  const without = (n: number) => times.filter((_, i) => i < 500 || i >= 500 + n);
  assert.equal(coverage(without(1), edges, {until}).gaps.length, 0);
  assert.equal(coverage(without(4), edges, {until}).gaps.length, 1);
  assert.equal(coverage(without(4), edges, {until, factor: 6}).gaps.length, 0);
});

test("coverage() takes what is usual from the same day, so reading more often makes no gaps of the past", () => {
  const until = edges[3]!;
  const times = Float64Array.of(...every(10 * minute, start, edges[1]!), ...every(minute, edges[1]!, until));
  assert.deepEqual(coverage(times, edges, {until}), {interval: minute, gaps: [], missingMs: 0, days: [1, 1, 1]});
});

test("coverage() lets the end be silent for the grace time, and then counts it from when the next was due", () => {
  const end = edges[2]! + 60 * minute;
  const times = every(minute, start, end);
  const silent = (minutes: number) => coverage(times, edges, {until: end + minutes * minute, grace: 30 * minute}).gaps;
  assert.deepEqual(silent(29), []);
  assert.deepEqual(silent(31), [{from: end, to: end + 31 * minute}]);
});

test("coverage() begins with the first reading, or with a gap when there was one before the first day", () => {
  const until = edges[3]!;
  const late = every(minute, start + 1.5 * day, until);
  assert.deepEqual(coverage(late, edges, {until}).days, [null, 1, 1]);
  const before = Float64Array.of(start - minute, ...late);
  assert.deepEqual(coverage(before, edges, {until}).gaps, [{from: start, to: start + 1.5 * day}]);
  assert.deepEqual(coverage(before, edges, {until}).days, [0, 0.5, 1]);
});

test("coverage() of days to come is unknown, and so is that of a series too short to know", () => {
  const until = edges[1]! + 6 * 60 * minute;
  assert.deepEqual(coverage(every(minute, start, until), edges, {until}).days, [1, 1, null]);
  const nothing = {interval: null, gaps: [], missingMs: 0, days: [null, null, null]};
  for (const times of [[], [start], [start, start]])
    assert.deepEqual(coverage(Float64Array.from(times), edges, {until}), nothing);
});

test("coverage() of rare readings goes by all of them", () => {
  const until = edges[3]!;
  const times = every(6 * 60 * minute, start, until, (time) => time >= edges[1]! && time < edges[2]!);
  const {interval, days} = coverage(times, edges, {until});
  assert.equal(interval, 6 * 60 * minute);
  assert.deepEqual(days, [1, 0, 1]);
});
