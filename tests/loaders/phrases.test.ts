import assert from "node:assert/strict";
import {test} from "node:test";
import {all, counted, lasting, listed, percent, weekdayTime, written} from "../../loaders/phrases.ts";

test("written() groups thousands and drops decimals from 100 on", () => {
  assert.deepEqual(
    [2.14, 99.96, 123.4, 1204].map((value) => written(value)),
    ["2.1", "100", "123", "1,204"]
  );
});

test("counted() knows one from many", () => {
  assert.deepEqual(
    [0, 1, 1204].map((n) => counted(n, "request")),
    ["0 requests", "1 request", "1,204 requests"]
  );
  assert.equal(counted(2, "person", "people"), "2 people");
});

test("all() knows one from many", () => {
  assert.equal(all(1, "source"), "The one source is");
  assert.equal(all(1204, "series", "series"), "All 1,204 series are");
});

test("percent() has more digits the smaller the share", () => {
  assert.deepEqual([0.183, 0.0214, 0.0021, 0].map(percent), ["18 %", "2.1 %", "0.21 %", "0 %"]);
});

test("lasting() picks the unit", () => {
  assert.deepEqual([45_000, 126_000, 11_520_000, 432_000_000].map(lasting), ["45 s", "2.1 min", "3.2 h", "5 days"]);
});

test("listed() joins, and counts what is past the most", () => {
  assert.equal(listed([]), "");
  assert.equal(listed(["a"]), "a");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
  assert.equal(listed(["a", "b", "c", "d", "e"], 2), "a, b and 3 more");
});

test("weekdayTime() is the zone's, with midnight as 00:00", () => {
  assert.equal(weekdayTime(Date.parse("2026-01-04T23:00Z"), "Europe/Rome"), "Monday 00:00 GMT+1");
  assert.equal(weekdayTime(Date.parse("2026-01-04T23:30Z"), "UTC"), "Sunday 23:30 UTC");
});
