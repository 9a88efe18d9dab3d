import assert from "node:assert/strict";
import {test} from "node:test";
import {LiveReadings} from "../../collector/live-readings.ts";
import type {Reading} from "../../data/schema.ts";

const reading = (series: string, time: number): Reading => ({time, source: "s", series, value: time, quality: "good"});

test("liveReadings.latest() has the newest of each series, whatever comes late", () => {
  const live = new LiveReadings();
  const heard: number[] = [];
  live.subscribe(({time}) => heard.push(time));
  for (const time of [1, 3, 2]) live.publish(reading("a/b", time));
  live.publish(reading("c/d", 1));
  assert.deepEqual([...live.latest().values()], [reading("a/b", 3), reading("c/d", 1)]);
  assert.deepEqual(heard, [1, 3, 1]);
});

test("liveReadings.publish() goes on after a reading that is dated ahead", () => {
  const live = new LiveReadings(undefined, {now: () => 10});
  for (const time of [9, 99, 10, 8]) live.publish(reading("a/b", time));
  assert.deepEqual([...live.latest().values()], [reading("a/b", 10)]);
});

test("liveReadings.publish() outlives a listener that throws", () => {
  const failures: unknown[] = [];
  const live = new LiveReadings((error) => failures.push(error));
  live.subscribe(() => {
    throw new Error("no room");
  });
  live.publish(reading("a/b", 1));
  assert.equal(live.latest().size, 1);
  assert.equal((failures[0] as Error).message, "no room");
});
