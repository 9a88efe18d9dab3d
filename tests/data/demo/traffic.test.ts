import assert from "node:assert/strict";
import test from "node:test";
import {day, minute} from "../../../data/demo/calendar.ts";
import {gatewayTraffic, trafficEvents} from "../../../data/demo/traffic.ts";
import {anchor, mean} from "./fixture.ts";

const calls = gatewayTraffic(anchor);
const during = (from: number, to: number) =>
  Array.from({length: (to - from) / minute}, (_, i) => calls(from + i * minute));

test("gatewayTraffic(anchor) counts whole calls, the same whenever asked", () => {
  const month = during(anchor - 30 * day, anchor);
  assert.ok(month.every((count) => Number.isInteger(count) && count >= 0));
  assert.deepEqual(month.slice(-60), during(anchor - 60 * minute, anchor));
  assert.ok(Math.min(...month) > 30);
  assert.ok(Math.max(...month) < 1800);
});

test("gatewayTraffic(anchor) grows by half in a year", () => {
  const growth = mean(during(anchor - 7 * day, anchor)) / mean(during(anchor - 371 * day, anchor - 364 * day));
  assert.ok(growth > 1.3 && growth < 1.7, `${growth}`);
});

test("gatewayTraffic(anchor) has the events that trafficEvents(anchor) tells of", () => {
  for (const {kind, from, to, factor, fade} of trafficEvents(anchor)) {
    const [inside, weekBefore] = [from, from - 7 * day].map((at) =>
      mean(during(at, Math.max(at + minute, at + to - from - fade)))
    );
    assert.ok(Math.abs(inside! / weekBefore! / factor - 1) < 0.35, `${kind}: ${inside} after ${weekBefore}`);
  }
});
