import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import Database from "libsql";
import {Catalog, type Commit} from "../../collector/catalog.ts";
import {foldCommits} from "../../collector/fold-commits.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

test("foldCommits() folds old commits that no file names into the last of their kind, and loses no sum", (t) => {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  const db = new Database(join(data, "catalog.db"));
  t.after(() => {
    db.close();
    catalog.close();
  });
  const file = {dataset: "readings", bytes: 1, minTime: 0, maxTime: 0} as const;
  const commit = (kind: Commit["kind"], added: Record<string, number>, more: Partial<Commit> = {}) =>
    catalog.commit({kind, at: 0, files: Object.entries(added).map(([path, rows]) => ({...file, path, rows})), ...more});
  commit("spool", {a: 3}, {watermark: 5});
  commit("import", {b: 4});
  commit("spool", {c: 2}, {watermark: 7});
  commit("compact", {m: 5}, {removed: ["a", "c"]});
  commit("retain", {}, {removed: ["m"]});
  commit("spool", {d: 1}, {watermark: 8});
  commit("retain", {}, {removed: ["d"]});
  commit("spool", {e: 6}, {watermark: 9});
  commit("retain", {}, {removed: ["e"]});
  const commits = () => db.prepare("SELECT id, kind, rows, watermark FROM commits ORDER BY id").raw().all();

  const before = commits();
  foldCommits(db, {kept: 0});
  assert.deepEqual(commits(), before, "files that may be on disk still name them");

  catalog.forget(["a", "c", "m", "d"]);
  assert.deepEqual(commits(), before, "they are not old");
  foldCommits(db, {kept: 3});
  assert.deepEqual(commits(), [
    [2, "import", 4, null],
    [4, "compact", 0, null],
    [5, "retain", -5, null],
    [6, "spool", 6, 8],
    [7, "retain", -1, null],
    [8, "spool", 6, 9],
    [9, "retain", -6, null]
  ]);
  assert.equal(catalog.watermark(), 9);

  catalog.forget(["e"]);
  foldCommits(db, {kept: 0});
  assert.deepEqual(commits(), [
    [2, "import", 4, null],
    [4, "compact", 0, null],
    [8, "spool", 12, 9],
    [9, "retain", -12, null]
  ]);
  assert.deepEqual([catalog.watermark(), catalog.lastCommit()], [9, 9]);
  assert.equal(commit("import", {}), 10);
  assert.equal(catalog.watermark(), 9);
});
