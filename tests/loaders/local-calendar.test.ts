import assert from "node:assert/strict";
import {test} from "node:test";
import {dayEdges, hourEdges, hourOfWeek, localHour, weekEdges} from "../../loaders/local-calendar.ts";

const at = (text: string) => Date.parse(text);
const iso = (times: number[]) => times.map((time) => new Date(time).toISOString().slice(0, 16));

test("dayEdges() are local midnights, across a change of clocks", () => {
  assert.deepEqual(iso(dayEdges(at("2026-03-30T10:00Z"), 3, "Europe/Rome")), [
    "2026-03-27T23:00",
    "2026-03-28T23:00",
    "2026-03-29T22:00",
    "2026-03-30T22:00"
  ]);
});

test("weekEdges() are local Mondays; Sunday belongs to the week before", () => {
  assert.deepEqual(iso(weekEdges(at("2026-03-29T10:00Z"), 1, "Europe/Rome")), ["2026-03-22T23:00", "2026-03-29T22:00"]);
  assert.deepEqual(iso(weekEdges(at("2026-03-30T10:00Z"), 1, "Europe/Rome")), ["2026-03-29T22:00", "2026-04-05T22:00"]);
});

test("hourEdges() end with the hour that holds now", () => {
  assert.deepEqual(iso(hourEdges(at("2026-01-01T10:30Z"), 2)), [
    "2026-01-01T09:00",
    "2026-01-01T10:00",
    "2026-01-01T11:00"
  ]);
});

test("localHour() and hourOfWeek() are the zone's", () => {
  assert.deepEqual(localHour(at("2026-01-04T23:30Z"), "Europe/Rome"), {weekday: 1, hour: 0});
  assert.deepEqual(localHour(at("2026-01-04T23:30Z"), "UTC"), {weekday: 7, hour: 23});
  assert.equal(hourOfWeek(at("2026-01-05T00:00Z"), "UTC"), 0);
  assert.equal(hourOfWeek(at("2026-01-04T19:00Z"), "Asia/Kolkata"), 0);
});
