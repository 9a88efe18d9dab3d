import assert from "node:assert/strict";
import {test} from "node:test";
import {silenceSchema} from "../../../collector/config/silence-schema.ts";
import {offsetAt} from "../../../collector/local-time.ts";
import {isSilent} from "../../../collector/watch/silence.ts";

const silent = (window: {series?: string; from: string; to: string}, series: string, time: string, zone = "UTC") =>
  isSilent([silenceSchema.parse(window)], series, Date.parse(time), (at) => offsetAt(zone, at));

test("isSilent() knows daily windows, also over midnight, half-open", () => {
  const night = {from: "22:00", to: "05:00"};
  for (const time of ["22:00", "23:59", "00:00", "04:59"]) assert.ok(silent(night, "x", `2026-07-01T${time}Z`), time);
  for (const time of ["05:00", "12:00", "21:59"]) assert.ok(!silent(night, "x", `2026-07-01T${time}Z`), time);
  assert.ok(silent({from: "08:00", to: "09:00"}, "x", "2026-07-01T08:30Z"));
});

test("isSilent() means local times, in summer and in winter", () => {
  const morning = {from: "08:00", to: "09:00"};
  assert.ok(silent(morning, "x", "2026-07-01T06:30Z", "Europe/Rome"));
  assert.ok(!silent(morning, "x", "2026-07-01T07:30Z", "Europe/Rome"));
  assert.ok(silent(morning, "x", "2026-12-01T07:30Z", "Europe/Rome"));
});

test("isSilent() knows windows between two instants, and only the series that are meant", () => {
  const works = {series: "001/*", from: "2026-11-22 06:00", to: "2026-11-23T18:00+01:00"};
  assert.ok(silent(works, "001/flow", "2026-11-22T06:00Z"));
  assert.ok(silent(works, "001/flow", "2026-11-23T16:59Z"));
  assert.ok(!silent(works, "001/flow", "2026-11-23T17:00Z"));
  assert.ok(!silent(works, "002/flow", "2026-11-22T07:00Z"));
});

test("silenceSchema refuses what is no time, and what ends before it begins", () => {
  const problem = (from: string, to: string) => silenceSchema.safeParse({from, to}).error?.issues[0]?.message;
  assert.match(problem("25:00", "05:00")!, /^not a silence: 25:00 to 05:00 \(write two times of day/);
  assert.match(problem("22:00", "2026-11-22 06:00")!, /^not a silence/);
  assert.equal(
    problem("2026-11-22 06:00", "2026-11-21 06:00"),
    "ends before it begins: 2026-11-22 06:00 to 2026-11-21 06:00"
  );
});
