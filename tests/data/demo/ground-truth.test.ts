import assert from "node:assert/strict";
import test from "node:test";
import {day} from "../../../data/demo/calendar.ts";
import {groundTruth} from "../../../data/demo/ground-truth.ts";
import {anchor} from "./fixture.ts";

test("groundTruth(anchor) is plain JSON", () => {
  const truth = groundTruth(anchor);
  assert.deepEqual(JSON.parse(JSON.stringify(truth)), truth);
});

test("groundTruth(anchor) moves with the anchor", () => {
  const moved = groundTruth(anchor + day).map(({from, to, ...rest}) => ({
    ...rest,
    from: from && from - day,
    to: to && to - day
  }));
  assert.deepEqual(
    moved,
    groundTruth(anchor).map(({from, to, ...rest}) => ({...rest, from, to}))
  );
});

test("groundTruth(anchor) tells of every kind of trouble, with its series", () => {
  const kinds = new Map(groundTruth(anchor).map(({kind, series}) => [kind, series]));
  assert.deepEqual([...kinds.keys()].toSorted(), [
    "burst",
    "campaign",
    "flash-crowd",
    "gap",
    "imbalance",
    "impossible",
    "leak",
    "outage",
    "quiet-hours",
    "rush",
    "stuck"
  ]);
  assert.equal(kinds.get("leak"), "001/flow");
});
