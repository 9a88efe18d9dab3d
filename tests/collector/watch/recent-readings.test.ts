import assert from "node:assert/strict";
import {test} from "node:test";
import {RecentReadings} from "../../../collector/watch/recent-readings.ts";

test("RecentReadings keeps what came, in its order, until it is told to forget", () => {
  const readings = new RecentReadings();
  for (let i = 0; i < 1000; i++) readings.push(i % 2 ? i : i - 3, i / 8);
  assert.equal(readings.length, 1000);
  assert.deepEqual([...readings.times.slice(0, 4)], [-3, 1, -1, 3]);
  assert.equal(readings.values[999], 999 / 8);
  readings.forgetThrough(994);
  assert.deepEqual([...readings.times], [997, 995, 999]);
  assert.deepEqual(
    [...readings.values],
    [997, 998, 999].map((i) => i / 8)
  );
  readings.push(5, Number.NaN);
  assert.deepEqual([readings.times.at(-1), readings.values.at(-1)], [5, Number.NaN]);
});

test("readings.forgetThrough() forgets one dated ahead with what came after it", () => {
  const readings = new RecentReadings();
  for (const time of [1, 2, 500, 3, 600]) readings.push(time, time);
  readings.forgetThrough(3);
  assert.deepEqual([...readings.times], [600]);
  readings.forgetThrough(600);
  assert.equal(readings.length, 0);
});

test("RecentReadings keeps no more than it has room for", () => {
  const readings = new RecentReadings(100);
  for (let i = 0; i < 150; i++) readings.push(i, i);
  assert.deepEqual([readings.length, readings.times.at(-1)], [100, 99]);
  readings.forgetThrough(90);
  readings.push(200, 1);
  assert.deepEqual([...readings.times], [91, 92, 93, 94, 95, 96, 97, 98, 99, 200]);
});

test("readings.trim() keeps once to twice the span that is asked for, and what is dated ahead", () => {
  const readings = new RecentReadings();
  for (let now = 0; now < 1000; now++) {
    readings.push(now === 500 ? 2000 : now, now);
    readings.trim(now, 100);
    const since = readings.times.find((time) => time <= now)!;
    assert.ok(since >= now - 201 && since <= Math.max(0, now - 99), `${since} at ${now}`);
  }
  assert.ok(readings.length < 600);
  new RecentReadings().trim(1000, 100);
});
