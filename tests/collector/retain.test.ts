import assert from "node:assert/strict";
import {test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {parseConfig} from "../../collector/config.ts";
import {retiredText} from "../../collector/maintain.ts";
import {retain} from "../../collector/retain.ts";
import {retentionOf} from "../../collector/retention-of.ts";
import {type AfterTest, afterTest} from "../support/after-test.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);

/** A catalog with a file of each of a hundred days before `start`, and what runs of retain() at given days leave. */
function setUp(t: AfterTest) {
  const catalog = new Catalog(temporaryFolder(t));
  afterTest(t, () => catalog.close());
  const file = {dataset: "readings", rows: 1, bytes: 1} as const;
  const files = Array.from({length: 100}, (_, i) => {
    const time = start - (i + 1) * day;
    return {...file, path: `readings/${i}`, minTime: time, maxTime: time};
  });
  catalog.commit({kind: "spool", at: start, files});
  /** How many files a run takes out that keeps a hundred days. */
  const run = (days: number) => retain(catalog, {keepMs: 100 * day}, {now: () => start + days * day});
  return {catalog, run};
}

test("retain() follows a clock that leaps by years a week a run, and says so", (t) => {
  const {run} = setUp(t);
  assert.deepEqual(run(0), {retired: 0, behindMs: 0});
  const years = 14 * 365;
  const runs = [0, 1, 2].map((i) => run(years + i));
  assert.deepEqual(
    runs.map(({retired}) => retired),
    [7, 7, 7]
  );
  assert.equal(runs[0]!.behindMs, (years - 7) * day);
  assert.equal(
    retiredText(runs[0]!),
    "retired 7 files, as of 5,103 days ago: the clock has leapt or Weir was off, and runs catch up step by step"
  );
  assert.deepEqual(run(3), {retired: 0, behindMs: 0}, "the clock was set right");
  assert.deepEqual(run(20), {retired: 0, behindMs: 0});
  assert.deepEqual(run(25), {retired: 4, behindMs: 0});
});

test("retain() catches up with two months in which Weir was off within some runs", (t) => {
  const {run} = setUp(t);
  run(0);
  const runs = Array.from({length: 12}, (_, i) => run(60 + i));
  assert.equal(
    runs.reduce((sum, {retired}) => sum + retired, 0),
    71
  );
  assert.deepEqual([runs[8]!.behindMs > 0, runs.at(-1)!.behindMs], [true, 0]);
  assert.equal(retiredText(runs.at(-1)!), "retired 1 file");
});

test("retain() believes the first clock it sees, and heals whichever way that was wrong", (t) => {
  const ahead = setUp(t);
  assert.equal(ahead.run(50).retired, 50);
  for (let i = 0; i < 9; i++) assert.equal(ahead.run(i).retired, 0);
  assert.deepEqual(ahead.run(5000).retired, 0, "what it believes has come back");

  const behind = setUp(t);
  behind.run(0);
  for (let i = 0; i < 3; i++) behind.run(-10_000);
  const runs = [1, 2, 3, 4].map((days) => behind.run(days).behindMs / day);
  assert.deepEqual(runs, [15, 9, 3, 0]);
});

test("retentionOf() follows the clock seven times as fast as the job comes", () => {
  const stepOf = (jobs: object) =>
    retentionOf(parseConfig({timeZone: "UTC", jobs, sources: {}}, {env: {}}), {now: () => start}).stepMs! / day;
  assert.equal(stepOf({}), 7);
  assert.equal(stepOf({retain: {every: "6h"}}), 7 / 4);
  assert.equal(stepOf({retain: {at: "0 3 * * mon"}}), 49);
});
