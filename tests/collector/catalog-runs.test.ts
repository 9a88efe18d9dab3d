import assert from "node:assert/strict";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import Database from "libsql";
import {Catalog, type Run} from "../../collector/catalog.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const dayMs = 86_400_000;
const begin = Date.UTC(2026, 0, 1);

function catalogWithRuns(t: TestContext) {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const db = new Database(join(data, "catalog.db"));
  t.after(() => db.close());
  /** Runs of each minute, in one statement. */
  const eachMinute = (from: number, runs: number, ok = 1) =>
    db
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
         INSERT INTO runs (job, startedAt, endedAt, ok, message)
         SELECT 'detect', ? + 60000 * i, ? + 60000 * i + 5, ?, 'judged' FROM n`
      )
      .run(runs, from, from, ok);
  const add = (job: string, startedAt: number, ok = true, message = "") =>
    catalog.addRun({job, startedAt, endedAt: startedAt + 1000, ok, message});
  const kept = (job: string) => catalog.runs(job, 1_000_000);
  return {data, catalog, db, eachMinute, add, kept};
}

test("addRun() keeps the rare jobs' runs through a year of a job each minute, and bounds what it keeps of that", (t) => {
  const {catalog, eachMinute, add, kept} = catalogWithRuns(t);
  add("train", begin);
  for (let quarter = 0; quarter < 4; quarter++) {
    const from = begin + quarter * 91 * dayMs;
    add("criteria", from);
    if (quarter === 0) add("criteria", from + dayMs, false);
    eachMinute(from, 91 * 1440);
    add("detect", from + 91 * dayMs);
  }
  const end = begin + 364 * dayMs;
  assert.equal(catalog.lastSuccess("train")?.startedAt, begin);
  assert.deepEqual([kept("detect").length, kept("detect")[0]?.startedAt], [10_000, end]);
  add("criteria", end);
  const quarters = kept("criteria").map(({startedAt, ok}) => [(startedAt - begin) / dayMs, ok]);
  assert.deepEqual(quarters, [
    [364, true],
    [273, true],
    [182, true],
    [91, true],
    [1, false],
    [0, true]
  ]);
});

test("addRun() keeps a job's last success, however often it failed since", (t) => {
  const {catalog, eachMinute, add, kept} = catalogWithRuns(t);
  add("detect", begin - 60_000);
  eachMinute(begin, 30_000, 0);
  add("detect", begin + 100 * dayMs, false, "no memory");
  assert.equal(catalog.lastSuccess("detect")?.startedAt, begin - 60_000);
  assert.equal(kept("detect").length, 10_001);
  assert.equal(catalog.failures("detect").at(-1)?.message, "no memory");
});

test("runTotals() counts every run since the beginning, whatever was forgotten, and never goes down", (t) => {
  const {catalog, db, add} = catalogWithRuns(t);
  const totals = () => catalog.runTotals().map(({job, ok, runs}) => [job, ok ? "done" : "failed", runs]);
  add("publish", begin, false, "no space left");
  add("publish", begin + 1000);
  db.exec("DELETE FROM runs"); // as retention does with all but the newest
  add("publish", begin + 5000);
  assert.deepEqual(totals(), [
    ["publish", "failed", 1],
    ["publish", "done", 2]
  ]);
  const [, done] = catalog.runTotals();
  assert.deepEqual(done, {job: "publish", ok: true, runs: 2, startedAt: begin + 5000, endedAt: begin + 6000});

  const slow = {job: "publish", startedAt: begin + 9000};
  catalog.addRun({...slow, endedAt: begin + 10_000, ok: false, message: "goes on"});
  catalog.addRun({...slow, endedAt: begin + 11_000, ok: false, message: "no memory"});
  assert.deepEqual([totals()[0]![2], catalog.failures("publish").length], [2, 1]);
  catalog.addRun({...slow, endedAt: begin + 12_000, ok: true, message: "after all"});
  assert.deepEqual([totals().map(([, , runs]) => runs), catalog.failures("publish").length], [[2, 3], 0]);
});

test("commit() records its run or nothing, and addRun() leaves nothing half done", (t) => {
  const {catalog, db} = catalogWithRuns(t);
  const run: Run = {job: "replay", startedAt: begin, endedAt: begin + 1, ok: true, message: "3 records"};
  assert.throws(() => catalog.commit({kind: "replay", at: begin, files: [], removed: ["nowhere"], run}), /no longer/);
  assert.deepEqual([catalog.runTotals(), catalog.lastSuccess("replay")], [[], undefined]);
  for (const what of ["ABORT", "ROLLBACK"]) {
    // SQLite ends the transaction itself where the disk is full, as ROLLBACK does here
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON runTotals BEGIN SELECT raise(${what}, 'disk is full'); END`);
    assert.throws(() => catalog.addRun(run), /disk is full/);
    assert.equal(catalog.lastSuccess("replay"), undefined);
    assert.throws(() => catalog.commit({kind: "replay", at: begin, files: [], run}), /disk is full/);
    assert.equal(catalog.lastCommit(), 0);
    db.exec("DROP TRIGGER full");
  }
  catalog.commit({kind: "replay", at: begin, files: [], run});
  assert.deepEqual([catalog.lastSuccess("replay"), catalog.lastCommit()], [run, 1]);
});

test("new Catalog() counts the runs that an older Weir recorded", (t) => {
  const {data, catalog, db, eachMinute} = catalogWithRuns(t);
  eachMinute(begin, 100);
  eachMinute(begin + dayMs, 7, 0);
  db.exec("DROP TABLE runTotals; PRAGMA user_version = 3");
  catalog.close();
  const newer = new Catalog(data);
  t.after(() => newer.close());
  assert.deepEqual(newer.runTotals(), [
    {job: "detect", ok: false, runs: 7, startedAt: begin + dayMs + 360_000, endedAt: begin + dayMs + 360_005},
    {job: "detect", ok: true, runs: 100, startedAt: begin + 5_940_000, endedAt: begin + 5_940_005}
  ]);
});
