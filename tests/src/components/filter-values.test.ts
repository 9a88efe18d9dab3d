import assert from "node:assert/strict";
import {test} from "node:test";
import {
  comparedTo,
  comparesWithin,
  type Filters,
  rangesWithin,
  resolveFilters,
  rowsWithin
} from "../../../src/components/filter-values.js";
import {grains} from "../../../src/components/grain.js";

const hour = 3_600_000;
const day = 24 * hour;
const page = {
  observedThrough: Date.UTC(2026, 3, 2, 9, 41, 30),
  defaultRange: "48h",
  zone: "Europe/Berlin",
  offered: grains,
  sources: ["plant", "gateway"]
};

test("resolveFilters() ends a range with the minute that holds the last reading", () => {
  const end = Date.UTC(2026, 3, 2, 9, 42);
  const {filters, problems} = resolveFilters({range: "7d"}, page);
  assert.deepEqual(filters, {
    from: end - 7 * day,
    to: end,
    range: "7d",
    compare: "none",
    grain: "auto",
    timeZone: "Europe/Berlin",
    sources: []
  });
  assert.deepEqual(problems, []);
  assert.equal(resolveFilters({}, page).filters.from, end - 2 * day);
});

test("resolveFilters() takes a span as it is, in any zone", () => {
  const span = {from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 2, 2)};
  for (const zone of ["Europe/Berlin", "Asia/Kathmandu", "UTC"]) {
    const {from, to, range} = resolveFilters({span}, {...page, zone}).filters;
    assert.deepEqual({from, to, range}, {...span, range: "custom"});
  }
});

test("resolveFilters() leaves out a source that the page has not, and takes the nearest grain that it has", () => {
  const {filters, problems} = resolveFilters(
    {sources: ["plant", "moon"], grain: "minute"},
    {...page, offered: ["hour", "day"]}
  );
  assert.deepEqual(filters.sources, ["plant"]);
  assert.equal(filters.grain, "hour");
  assert.deepEqual(problems, ["source=moon"]);
});

const chosen = (compare: Filters["compare"], from: number, to: number): Filters => ({
  from,
  to,
  range: "custom",
  compare,
  grain: "auto",
  timeZone: "Europe/Berlin",
  sources: []
});

test("comparedTo() finds the period before, and the same clock times a week and 52 weeks before", () => {
  // 2 April is summer time in Berlin, 26 March winter time
  const [from, to] = [Date.UTC(2026, 3, 1, 22), Date.UTC(2026, 3, 2, 22)];
  assert.equal(comparedTo(chosen("none", from, to)), null);
  const before = comparedTo(chosen("previous", from, to))!;
  assert.deepEqual([before.from, before.to, before.onto(before.from)], [from - day, from, from]);
  const week = comparedTo(chosen("week", from, to))!;
  assert.deepEqual([week.from, week.to], [Date.UTC(2026, 2, 25, 23), Date.UTC(2026, 2, 26, 23)]);
  assert.equal(week.onto(week.from), from);
  const year = comparedTo(chosen("year", from, to))!;
  assert.deepEqual([year.from, year.to], [Date.UTC(2025, 3, 2, 22), Date.UTC(2025, 3, 3, 22)]);
  assert.equal(year.onto(year.from + hour), from + hour);
});

test("rangesWithin() offers ranges up to the first that holds all that is known, and the page's own", () => {
  const to = page.observedThrough;
  assert.deepEqual(rangesWithin({from: to - 20 * day, to}, "14d"), ["24h", "7d", "14d", "30d"]);
  assert.deepEqual(rangesWithin({from: to - 30 * day, to}, "30d"), ["24h", "7d", "30d"]);
  assert.deepEqual(rangesWithin({from: to - hour, to}, "48h"), ["24h", "48h"]);
  assert.deepEqual(rangesWithin({from: Number.NEGATIVE_INFINITY, to}, "7d"), ["24h", "7d", "30d", "90d", "365d"]);
});

test("comparesWithin() wants the whole of the other period, to the day", () => {
  const known = {from: Date.UTC(2026, 2, 1)};
  const [from, to] = [Date.UTC(2026, 2, 8), Date.UTC(2026, 2, 15)];
  assert.equal(comparesWithin(known, chosen("none", 0, to)), true);
  assert.equal(comparesWithin(known, chosen("previous", from, to)), true);
  assert.equal(comparesWithin(known, chosen("previous", from - 2 * day, to - 2 * day)), false);
  assert.equal(comparesWithin(known, chosen("year", from, to)), false);
});

test("rowsWithin() takes steps that overlap [from, to)", () => {
  const rows = [0, 1, 2, 3, 4].map((i) => ({time: i * hour}));
  const times = (from: number, to: number, step?: number) =>
    rowsWithin(rows, {from: from * hour, to: to * hour}, step).map(({time}) => time / hour);
  assert.deepEqual(times(1, 3), [1, 2]);
  assert.deepEqual(times(1, 3, hour), [1, 2]);
  assert.deepEqual(times(1.5, 3.5, hour), [1, 2, 3]);
});
