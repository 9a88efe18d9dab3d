import assert from "node:assert/strict";
import {test} from "node:test";
import {fromWall, toWall, zoneOffset} from "../../../src/components/zone-time.js";

const hour = 3_600_000;
const at = (text: string) => Date.parse(text);

test("zoneOffset() changes at the very instant at which the clocks do", () => {
  for (const [zone, change, before, after] of [
    ["Europe/Berlin", "2026-03-29T01:00Z", 1, 2],
    ["Europe/Berlin", "2026-10-25T01:00Z", 2, 1],
    ["America/New_York", "2026-03-08T07:00Z", -5, -4],
    ["America/New_York", "2026-11-01T06:00Z", -4, -5],
    ["Australia/Lord_Howe", "2026-04-04T15:00Z", 11, 10.5]
  ] as const) {
    assert.equal(zoneOffset(zone, at(change) - 1), before * hour, zone);
    assert.equal(zoneOffset(zone, at(change)), after * hour, zone);
  }
  assert.equal(zoneOffset("UTC", 0), 0);
  assert.equal(zoneOffset("Asia/Kathmandu", at("2026-06-01T00:00Z")), 5.75 * hour);
});

test("fromWall() finds the instant that clocks show, the first where they show it twice, a later one where never", () => {
  const berlin = (text: string) => new Date(fromWall(at(`${text}Z`), "Europe/Berlin")).toISOString().slice(0, 16);
  assert.equal(berlin("2026-07-01T12:00"), "2026-07-01T10:00");
  assert.equal(berlin("2026-10-25T02:30"), "2026-10-25T00:30");
  assert.equal(berlin("2026-10-25T03:00"), "2026-10-25T02:00");
  assert.equal(berlin("2026-03-29T02:30"), "2026-03-29T01:30");
});

test("fromWall() undoes toWall() at every hour of a year but the one that comes twice", () => {
  for (const zone of ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]) {
    const start = at("2026-01-01T00:00Z");
    const other = Array.from({length: 365 * 24}, (_, i) => start + i * hour).filter(
      (time) => fromWall(toWall(time, zone), zone) !== time
    );
    assert.equal(other.length, zone === "Europe/Berlin" || zone === "America/New_York" ? 1 : 0, zone);
  }
});
