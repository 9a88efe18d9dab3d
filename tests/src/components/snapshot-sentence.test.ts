import assert from "node:assert/strict";
import {test} from "node:test";
import type {SnapshotDiff} from "../../../src/components/snapshot-diff.js";
import {inSentence, snapshotSentence} from "../../../src/components/snapshot-sentence.js";

const now = () => 180_000;
const diff = (share: number | null, rest: Partial<SnapshotDiff> = {}): SnapshotDiff => ({
  kpis: [],
  plan: [],
  findings: null,
  forecasts: [
    {
      series: "001/flow",
      label: "Flow at 001",
      unit: "m³/h",
      models: {a: "ridge", b: "ridge"},
      hours: 167,
      mean: {a: 100, b: 96},
      share,
      apart: 4
    }
  ],
  ...rest
});

test("snapshotSentence() says how many there are, how new they are, and what forecast moved most", () => {
  assert.equal(
    snapshotSentence({count: 24, builtAt: 0, diff: diff(-0.04)}, {now}),
    "24 snapshots, the newest built 3 min ago; since the one before, flow at 001 is forecast 4.0 % lower."
  );
});

test("snapshotSentence() tells of findings or figures when no forecast moved", () => {
  const finding = {time: 0, to: 0, series: "001/flow", detector: "value", stage: 2, reason: ""};
  const findings = {appeared: [finding], gone: [], moved: [], kept: 0};
  assert.match(
    snapshotSentence({count: 2, builtAt: 0, diff: diff(0.001, {findings})}, {now}),
    /1 finding came, and no/
  );
  assert.match(snapshotSentence({count: 2, builtAt: 0, diff: diff(0)}, {now}), /before, nothing changed\.$/);
});

test("snapshotSentence() claims nothing where there is nothing to compare", () => {
  assert.match(snapshotSentence({count: 1, builtAt: 0, diff: null}, {now}), /^One snapshot so far, built 3 min ago/);
  assert.equal(snapshotSentence({count: 2, builtAt: 0, diff: null}, {now}), "2 snapshots, the newest built 3 min ago.");
});

test("inSentence() leaves names in capitals alone", () => {
  assert.deepEqual(["Flow at 001", "API calls", "CPU"].map(inSentence), ["flow at 001", "API calls", "CPU"]);
});
