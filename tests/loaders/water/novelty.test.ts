import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {groundTruth} from "../../../data/demo/ground-truth.ts";
import {type Lake, openLake} from "../../../loaders/lake.ts";
import {novelty} from "../../../loaders/water/novelty.ts";
import type {NoveltyPayload} from "../../../loaders/water/novelty-payload.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {anchor, plantLake} from "./plant-lake.ts";

const dayMs = 86_400_000;
const cleaning: (() => unknown)[] = [];
let lake: Lake;
let found: NoveltyPayload;

before(async () => {
  const data = await plantLake({after: (clean) => void cleaning.push(clean)});
  lake = await openLake({data, now: anchor});
  found = await novelty(lake);
});
after(async () => {
  lake?.close();
  for (const clean of cleaning.toReversed()) await clean();
});

test("novelty() finds the burst and the stuck meter, and little else", () => {
  const faults = groundTruth(anchor).filter(
    ({kind, to}) => ["burst", "stuck"].includes(kind) && (to ?? anchor) > anchor - 30 * dayMs
  );
  assert.ok(faults.length >= 2);
  const near =
    (one: {series: string; from?: number | null; to?: number | null}) =>
    (stretch: NoveltyPayload["stretches"][number]) =>
      stretch.series === one.series && stretch.time < (one.to ?? anchor) + dayMs / 4 && stretch.to >= one.from!;
  for (const fault of faults) assert.ok(found.stretches.some(near(fault)), `${fault.kind} at ${fault.series}`);
  assert.ok(found.stretches.length <= 12, String(found.stretches.length));
  for (const {reason} of found.stretches)
    assert.match(reason, /: the (value|course|mean|fluctuation).* as far from the nearest/);
});

test("novelty() gives every series a score for each two hours, alarms from 0.5 on, in less than 50 kB", () => {
  assert.deepEqual(
    found.series.map(({id, scores}) => [id, scores.length]),
    ["001", "002", "003"].flatMap((id) => [`${id}/flow`, `${id}/pressure`].map((name) => [name, 361]))
  );
  for (const {id, scores} of found.series) {
    const alarms = scores.filter((score) => (score ?? 0) >= 0.5).length;
    assert.equal(
      alarms > 0,
      found.stretches.some(({series}) => series === id),
      id
    );
    assert.ok(scores.every((score) => score === null || (score >= 0 && score <= 1)));
  }
  const text = JSON.stringify(found);
  assert.ok(text.length < 50_000, String(text.length));
  assert.doesNotMatch(text, /NaN|Infinity/);
});

test("novelty() of an empty lake has no series", async (t) => {
  const empty = await openLake({data: temporaryFolder(t), now: anchor});
  t.after(() => empty.close());
  const nothing = await novelty(empty);
  assert.deepEqual([nothing.series, nothing.stretches], [[], []]);
});
