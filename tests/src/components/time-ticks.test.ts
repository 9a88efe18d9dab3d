import assert from "node:assert/strict";
import {test} from "node:test";
import {utcTicks} from "d3";
import {timeTick, timeTicks} from "../../../src/components/time-ticks.js";

const hour = 3_600_000;
const day = 24 * hour;
const labels = (from: string, length: number, count: number, zone: string) => {
  const start = Date.parse(from);
  return timeTicks([start, start + length], (from, to) => utcTicks(from, to, count), zone).map((tick) =>
    timeTick(tick, length / day, zone)
  );
};

test("timeTicks() stand at the zone's midnights on both sides of a change of its clocks", () => {
  assert.deepEqual(labels("2026-03-27T23:00Z", 4 * day - hour, 4, "Europe/Berlin"), [
    "Sat 28 Mar",
    "Sun 29 Mar",
    "Mon 30 Mar",
    "Tue 31 Mar",
    "Wed 1 Apr"
  ]);
  assert.deepEqual(labels("2026-10-31T04:00Z", 3 * day + hour, 3, "America/New_York"), [
    "Sat 31 Oct",
    "Sun 1 Nov",
    "Mon 2 Nov",
    "Tue 3 Nov"
  ]);
});

test("timeTicks() leave out the hour that clocks jump over and say the one that comes twice once", () => {
  assert.deepEqual(labels("2026-03-28T23:00Z", 5 * hour, 6, "Europe/Berlin"), [
    "Sun 29 Mar",
    "01:00",
    "03:00",
    "04:00",
    "05:00",
    "06:00"
  ]);
  assert.deepEqual(labels("2026-11-01T04:00Z", 5 * hour, 5, "America/New_York"), [
    "Sun 1 Nov",
    "01:00",
    "02:00",
    "03:00",
    "04:00"
  ]);
});

test("timeTicks() are the zone's, not the reader's", () => {
  assert.deepEqual(labels("2026-06-01T00:00Z", 12 * hour, 4, "Asia/Kathmandu"), ["06:00", "09:00", "12:00", "15:00"]);
});
