import assert from "node:assert/strict";
import {test} from "node:test";
import {parseFilters, printFilters, rangeMs} from "../../../src/components/filter-query.js";

const march = {from: Date.UTC(2026, 2, 29, 0, 30), to: Date.UTC(2026, 2, 30)};

test("printFilters() writes only what was chosen, and parseFilters() reads it back", () => {
  const choices = [
    [{}, ""],
    [{range: "7d"}, "range=7d"],
    [{span: march}, "from=2026-03-29T00:30Z&to=2026-03-30T00:00Z"],
    [
      {range: "24h", compare: "week", grain: "10min", timeZone: "Europe/Berlin", sources: ["plant", "gateway"]},
      "range=24h&compare=week&grain=10min&tz=Europe/Berlin&source=plant,gateway"
    ]
  ] as const;
  for (const [chosen, query] of choices) {
    const print = printFilters(structuredClone(chosen) as Parameters<typeof printFilters>[0]);
    assert.equal(print, query);
    assert.deepEqual(parseFilters(`?${print}`), {chosen, problems: []});
  }
});

test("printFilters() keeps the other parameters of an address and takes back what is no longer chosen", () => {
  assert.equal(printFilters({range: "30d"}, "?q=night&range=7d&tz=UTC"), "q=night&range=30d");
  assert.equal(printFilters({}, "?q=night&from=x&to=y"), "q=night");
});

test("parseFilters() leaves out what it does not know and names it", () => {
  const {chosen, problems} = parseFilters(
    "?range=forever&compare=moon&grain=second&tz=Mars/Olympus&source=,plant,,plant,&from=yesterday&to=2026-03-30T00:00Z"
  );
  assert.deepEqual(chosen, {sources: ["plant"]});
  assert.deepEqual(problems, [
    "range=forever",
    "compare=moon",
    "grain=second",
    "tz=Mars/Olympus",
    "from=yesterday to=2026-03-30T00:00Z"
  ]);
});

test("parseFilters() takes a span over a range, and refuses one that is empty, backwards, half or endless", () => {
  assert.deepEqual(parseFilters("?range=7d&from=2026-03-29T00:30Z&to=2026-03-30T00:00Z").chosen, {span: march});
  for (const span of [
    "from=2026-03-30T00:00Z&to=2026-03-30T00:00Z",
    "from=2026-03-30T00:00Z&to=2026-03-29T00:00Z",
    "from=2026-03-30T00:00Z",
    "to=2026-03-30T00:00Z",
    "from=2026-03-30T00:00&to=2026-03-31T00:00",
    "from=1026-03-30T00:00Z&to=2026-03-31T00:00Z",
    "from=2026-13-30T00:00Z&to=2026-03-31T00:00Z"
  ]) {
    const {chosen, problems} = parseFilters(`?range=7d&${span}`);
    assert.deepEqual(chosen, {range: "7d"}, span);
    assert.equal(problems.length, 1, span);
  }
});

test("rangeMs() knows hours and days", () => {
  assert.equal(rangeMs("48h"), 48 * 3_600_000);
  assert.equal(rangeMs("365d"), 365 * 86_400_000);
  for (const range of ["0d", "-1d", "7", "7w", "1e3d", "99999d", "7d "]) assert.equal(rangeMs(range), null, range);
});
