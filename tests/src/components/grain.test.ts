import assert from "node:assert/strict";
import {test} from "node:test";
import {floorTo, grainFor, inSteps, stepEdges} from "../../../src/components/grain.js";

const hour = 3_600_000;
const day = 24 * hour;
const at = (text: string) => Date.parse(text);
const lengths = (edges: number[]) => edges.slice(1).map((edge, i) => (edge - edges[i]!) / hour);

test("stepEdges() has days of 23 and 25 hours where clocks change", () => {
  const changes = [
    ["Europe/Berlin", "2026-03-27T23:00Z", 23],
    ["Europe/Berlin", "2026-10-23T22:00Z", 25],
    ["America/New_York", "2026-03-07T05:00Z", 23],
    ["America/New_York", "2026-10-31T04:00Z", 25]
  ] as const;
  for (const [zone, from, hours] of changes) {
    const edges = stepEdges("day", {from: at(from), to: at(from) + 4 * day - hour}, zone);
    assert.equal(edges[0], at(from));
    assert.deepEqual(
      lengths(edges).toSorted((a, b) => a - b),
      [24, 24, 24, hours].toSorted((a, b) => a - b)
    );
    const clock = new Intl.DateTimeFormat("en-GB", {timeZone: zone, hour: "2-digit", minute: "2-digit"});
    assert.deepEqual(new Set(edges.map((edge) => clock.format(edge))), new Set(["00:00"]));
  }
});

test("stepEdges() goes on hour by hour where clocks change", () => {
  for (const [zone, from] of [
    ["Europe/Berlin", "2026-03-28T23:00Z"],
    ["Europe/Berlin", "2026-10-24T22:00Z"],
    ["America/New_York", "2026-03-08T05:00Z"],
    ["America/New_York", "2026-11-01T04:00Z"]
  ] as const)
    assert.deepEqual(
      stepEdges("hour", {from: at(from), to: at(from) + 6 * hour}, zone),
      Array.from({length: 7}, (_, i) => at(from) + i * hour)
    );
});

test("stepEdges() starts weeks on Monday and months on the first, in the zone", () => {
  const berlin = stepEdges("week", {from: at("2026-03-20T12:00Z"), to: at("2026-04-01T12:00Z")}, "Europe/Berlin");
  assert.deepEqual(
    berlin,
    ["2026-03-15T23:00Z", "2026-03-22T23:00Z", "2026-03-29T22:00Z", "2026-04-05T22:00Z"].map(at)
  );
  const york = stepEdges("month", {from: at("2026-01-31T12:00Z"), to: at("2026-04-01T05:00Z")}, "America/New_York");
  assert.deepEqual(
    york,
    ["2026-01-01T05:00Z", "2026-02-01T05:00Z", "2026-03-01T05:00Z", "2026-04-01T04:00Z", "2026-05-01T04:00Z"].map(at)
  );
});

test("floorTo() minds zones that are not whole hours from UTC", () => {
  assert.equal(floorTo("hour", at("2026-06-01T10:20Z"), "Asia/Kathmandu"), at("2026-06-01T10:15Z"));
  assert.equal(floorTo("day", at("2026-06-01T10:20Z"), "Asia/Kathmandu"), at("2026-05-31T18:15Z"));
  assert.equal(floorTo("10min", at("2026-06-01T10:29Z"), "UTC"), at("2026-06-01T10:20Z"));
});

test("inSteps() puts a year of hours into the days of the zone, every hour once", () => {
  const from = at("2025-11-22T23:00Z");
  const rows = Array.from({length: 365 * 24}, (_, i) => ({time: from + i * hour}));
  const steps = inSteps(rows, "day", {from, to: from + 365 * day}, "Europe/Berlin");
  assert.equal(steps.length, 365);
  assert.deepEqual(
    steps
      .filter(({rows}) => rows.length !== 24)
      .map(({time, rows}) => [new Date(time).toISOString().slice(0, 13), rows.length]),
    [
      ["2026-03-28T23", 23],
      ["2026-10-24T22", 25]
    ]
  );
  assert.equal(steps.flatMap(({rows}) => rows).length, rows.length);
});

test("inSteps() leaves a step without rows empty and rows outside out", () => {
  const rows = [-1, 0, 2.5, 3].map((hours) => ({time: hours * hour}));
  assert.deepEqual(
    inSteps(rows, "hour", {from: 0, to: 3 * hour}, "UTC").map(({time, end, rows}) => [
      time / hour,
      end / hour,
      rows.length
    ]),
    [
      [0, 1, 1],
      [1, 2, 0],
      [2, 3, 1]
    ]
  );
});

test("grainFor() takes the finest that a chart can show, or the nearest to the one asked for", () => {
  const over = (days: number, grain: "auto" | "minute" | "week" = "auto") => ({from: 0, to: days * day, grain});
  assert.deepEqual(
    [0.2, 1, 7, 90, 365, 4000].map((days) => grainFor(over(days))),
    ["minute", "10min", "hour", "day", "day", "month"]
  );
  assert.equal(grainFor(over(7, "minute"), {offered: ["hour", "day"]}), "hour");
  assert.equal(grainFor(over(7, "week"), {offered: ["hour", "day"]}), "day");
});
