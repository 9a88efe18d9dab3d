import assert from "node:assert/strict";
import {test} from "node:test";
import {quietestWindow} from "../../../loaders/licences/quietest-window.ts";
import {localHour} from "../../../loaders/local-calendar.ts";

const hour = 3_600_000;
const start = Date.parse("2026-04-08T12:00Z");
const weeks = (count: number, calls: (time: number) => number) =>
  Array.from({length: count * 168}, (_, i) => calls(start - (count * 168 - i) * hour));

test("quietestWindow() finds the stretch that is quiet every week, after the present hour", () => {
  const quiet = (time: number) => {
    const {weekday, hour} = localHour(time, "UTC");
    return weekday === 7 && hour >= 3 && hour < 5 ? 2 : 50;
  };
  const found = quietestWindow(weeks(8, quiet), {start, length: 2, zone: "UTC"})!;
  assert.equal(new Date(found.from).toISOString(), "2026-04-12T03:00:00.000Z");
  assert.equal(found.to - found.from, 2 * hour);
  assert.equal(found.expected, 4);
  assert.ok(found.lo90 <= 1 && found.hi90 >= 7 && found.hi90 <= 10, `${found.lo90} to ${found.hi90}`);
  assert.ok(Math.abs(found.typical - 100 * (1 - (3 * 0.96 + 0.96) / 2 / 168)) < 1.5, String(found.typical));
});

test("quietestWindow() goes by the clock on the wall when that has changed", () => {
  const quiet = (time: number) => (localHour(time, "Europe/Rome").hour === 4 ? 1 : 20);
  const found = quietestWindow(weeks(8, quiet), {start, length: 1, zone: "Europe/Rome"})!;
  assert.equal(localHour(found.from, "Europe/Rome").hour, 4);
  assert.equal(found.expected, 1);
});

test("quietestWindow() is wider when weeks differ more than chance", () => {
  const wild = weeks(8, (time) => (Math.floor(time / (168 * hour)) % 2 ? 10 : 90));
  const calm = weeks(8, () => 50);
  const width = (calls: number[]) => {
    const {lo90, hi90} = quietestWindow(calls, {start, length: 1, zone: "UTC"})!;
    return hi90 - lo90;
  };
  assert.ok(width(wild) > 3 * width(calm));
});

test("quietestWindow() is null with less than two weeks", () => {
  assert.equal(
    quietestWindow(
      weeks(1, () => 5),
      {start, length: 1, zone: "UTC"}
    ),
    null
  );
  assert.equal(quietestWindow([], {start, length: 1, zone: "UTC"}), null);
});
