import assert from "node:assert/strict";
import {test} from "node:test";
import {localTime} from "../../collector/local-time.ts";

const iso = (text: string, zone = "UTC") => new Date(localTime(text, zone)).toISOString();

test("localTime() reads dates with minutes, seconds and fractions", () => {
  assert.equal(iso("2024-07-09 00:01"), "2024-07-09T00:01:00.000Z");
  assert.equal(iso("2024-07-09T00:01:02"), "2024-07-09T00:01:02.000Z");
  assert.equal(iso("2024-07-09 00:01:02.5"), "2024-07-09T00:01:02.500Z");
  assert.equal(iso("2024-07-09 00:01:02.57"), "2024-07-09T00:01:02.570Z");
  assert.equal(iso("2024-07-09 00:01:02.123456"), "2024-07-09T00:01:02.123Z");
});

test("localTime() respects an offset, else the zone", () => {
  assert.equal(iso("2024-07-09T12:00:00Z", "Asia/Seoul"), "2024-07-09T12:00:00.000Z");
  assert.equal(iso("2024-07-09 12:00:00+02:00", "Asia/Seoul"), "2024-07-09T10:00:00.000Z");
  assert.equal(iso("2024-07-09 12:00:00-0330"), "2024-07-09T15:30:00.000Z");
  assert.equal(iso("2024-07-09 12:00:00+09"), "2024-07-09T03:00:00.000Z");
  assert.equal(iso("2024-07-09 12:00", "Asia/Seoul"), "2024-07-09T03:00:00.000Z");
  assert.equal(iso("2024-07-09 12:00", "America/St_Johns"), "2024-07-09T14:30:00.000Z");
});

test("localTime() moves a time that does not exist past the change", () => {
  assert.equal(iso("2024-03-31 01:59", "Europe/Rome"), "2024-03-31T00:59:00.000Z");
  assert.equal(iso("2024-03-31 02:30", "Europe/Rome"), "2024-03-31T01:30:00.000Z");
  assert.equal(iso("2024-03-31 03:00", "Europe/Rome"), "2024-03-31T01:00:00.000Z");
  assert.equal(iso("2024-10-06 02:15", "Australia/Lord_Howe"), "2024-10-05T15:45:00.000Z");
});

test("localTime() takes the first of a time that occurs twice", () => {
  assert.equal(iso("2024-10-27 01:59", "Europe/Rome"), "2024-10-26T23:59:00.000Z");
  assert.equal(iso("2024-10-27 02:30", "Europe/Rome"), "2024-10-27T00:30:00.000Z");
  assert.equal(iso("2024-10-27 03:00", "Europe/Rome"), "2024-10-27T02:00:00.000Z");
  assert.equal(iso("2024-04-07 01:45", "Australia/Lord_Howe"), "2024-04-06T14:45:00.000Z");
});

test("localTime() agrees with the system's calendar over a year of hours", () => {
  for (const zone of ["Europe/London", "America/New_York", "Pacific/Chatham", "Asia/Kathmandu"]) {
    const local = new Intl.DateTimeFormat("sv-SE", {timeZone: zone, dateStyle: "short", timeStyle: "medium"});
    let previous = "";
    for (let time = Date.UTC(2024, 0, 1); time < Date.UTC(2025, 0, 1); time += 3_600_000) {
      const text = local.format(time);
      if (text !== previous) assert.equal(localTime(text, zone), time, `${text} in ${zone}`);
      previous = text;
    }
  }
});

test("localTime() throws on what no calendar has", () => {
  for (const text of [
    "2024-13-01 00:00",
    "2023-02-29 00:00",
    "2024-04-31 00:00",
    "2024-01-01 24:00",
    "2024-01-01 00:60"
  ])
    assert.throws(() => localTime(text, "UTC"), /^Error: impossible time: 2/, text);
  assert.throws(() => localTime("2024-01-01 00:00+29:00", "UTC"), /impossible time/);
  for (const text of ["", "NaN", "yesterday", "2024-01-01", "24-01-01 00:00", "2024-01-01 00:00 ", "2024-01-01 1:00"])
    assert.throws(() => localTime(text, "UTC"), /^Error: invalid time: /, text);
  assert.throws(() => localTime("2024-01-01 00:00", "Mars/Olympus"), /unknown time zone: Mars\/Olympus/);
});
