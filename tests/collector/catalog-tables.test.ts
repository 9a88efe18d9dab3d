import assert from "node:assert/strict";
import {renameSync, rmSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import Database from "libsql";
import {Catalog} from "../../collector/catalog.ts";
import {openLake} from "../../loaders/lake.ts";
import {noon, soundLake} from "../support/sound-lake.ts";

/** The tables as Weir made them before their changes were counted. */
const uncounted = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS commits (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, watermark INTEGER
  );
  CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, dataset TEXT NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL,
    minTime INTEGER NOT NULL, maxTime INTEGER NOT NULL,
    addedIn INTEGER NOT NULL REFERENCES commits, removedIn INTEGER REFERENCES commits
  );
  CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, cursor TEXT, read INTEGER NOT NULL DEFAULT 0, committed INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'starting', message TEXT NOT NULL DEFAULT '', stateAt INTEGER NOT NULL DEFAULT 0,
    lastReadAt INTEGER
  );
  CREATE TABLE IF NOT EXISTS imports (
    hash TEXT PRIMARY KEY, file TEXT NOT NULL, dataset TEXT NOT NULL, at INTEGER NOT NULL,
    rows INTEGER NOT NULL, known INTEGER NOT NULL, rejected INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY, job TEXT NOT NULL, startedAt INTEGER NOT NULL, endedAt INTEGER, ok INTEGER, message TEXT
  );
`;

/** A sound lake whose catalog has the uncounted tables. */
async function oldLake(t: TestContext) {
  const lake = await soundLake(t);
  const path = join(lake.data, "catalog.db");
  lake.alter("SELECT 1"); // empties the write-ahead log
  for (const log of ["-wal", "-shm"]) rmSync(path + log, {force: true});
  renameSync(path, join(lake.data, "newer.db"));
  const db = new Database(path);
  t.after(() => db.close());
  db.exec(`PRAGMA journal_mode = WAL; ${uncounted}`);
  db.exec(`ATTACH '${join(lake.data, "newer.db")}' AS newer`);
  for (const table of ["meta", "commits", "files", "sources", "imports", "runs"]) {
    const columns = (db.prepare(`PRAGMA main.table_info(${table})`).all() as {name: string}[]).map(({name}) => name);
    db.exec(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM newer.${table}`);
  }
  const columnsOf = (table: string) =>
    (db.prepare(`PRAGMA table_info(${table})`).all() as {name: string}[]).map(({name}) => name);
  return {...lake, db, columnsOf};
}

test("new Catalog() adds what an older catalog lacks, and keeps all that it says", async (t) => {
  const {data, db, columnsOf, problems} = await oldLake(t);
  const before = db.prepare("SELECT * FROM files ORDER BY path").all() as object[];
  const lake = await openLake({data, now: noon});
  assert.deepEqual(await lake.sql`SELECT count(*) AS n FROM readings`, [{n: 9}], "readers need no newer tables");
  lake.close();
  assert.ok(!columnsOf("files").includes("crc32c"));

  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  assert.deepEqual(
    db.prepare("SELECT * FROM files ORDER BY path").all(),
    before.map((file) => ({...file, crc32c: null}))
  );
  assert.deepEqual(await problems(), []);
  const [file] = catalog.files();
  const added = {...file!, path: "events/2026-01-01/merge-1.parquet", crc32c: 7};
  catalog.commit({kind: "compact", at: noon, files: [added], removed: [file!.path]});
  assert.equal(catalog.files().find(({path}) => path === added.path)!.crc32c, 7);
  new Catalog(data).close();
});

test("new Catalog() leaves a catalog as it was when it cannot be brought up to date", async (t) => {
  const {data, db, columnsOf} = await oldLake(t);
  db.exec("ALTER TABLE commits ADD COLUMN rows");
  assert.throws(() => new Catalog(data), /cannot open catalog: .*duplicate column name: rows/);
  assert.ok(!columnsOf("files").includes("crc32c"));
  assert.equal((db.prepare("PRAGMA user_version").get() as {user_version: number}).user_version, 0);
});

test("new Catalog() refuses a catalog that a later Weir has changed", async (t) => {
  const {data, db} = await oldLake(t);
  db.exec("PRAGMA user_version = 99");
  assert.throws(
    () => new Catalog(data),
    /cannot open catalog: .*made by a later Weir: catalog version 99, this one knows \d+/
  );
});
