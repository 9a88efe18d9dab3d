import type Database from "libsql";

/** The catalog's tables, as one change after the other. Add to the end; a change that is out is never edited. */
const changes = [
  `CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
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
  );`,
  `ALTER TABLE files ADD COLUMN crc32c INTEGER;
  ALTER TABLE commits ADD COLUMN rows INTEGER NOT NULL DEFAULT 0; -- added less removed
  UPDATE commits SET rows = (SELECT coalesce(sum(rows), 0) FROM files WHERE removedIn IS NULL)
    WHERE id = (SELECT min(id) FROM commits);`,
  "CREATE INDEX runsOfJob ON runs (job, id);",
  `CREATE TABLE runTotals (
    job TEXT NOT NULL, ok INTEGER NOT NULL, runs INTEGER NOT NULL, startedAt INTEGER NOT NULL, endedAt INTEGER NOT NULL,
    PRIMARY KEY (job, ok)
  );
  INSERT INTO runTotals SELECT job, ok, runs, startedAt, endedAt FROM (
    SELECT job, ok, count(*) AS runs, startedAt, endedAt, max(id) FROM runs
    WHERE ok IS NOT NULL AND endedAt IS NOT NULL GROUP BY job, ok
  );`
];

/**
 * Brings a catalog's tables up to date, all or nothing. `user_version` counts the changes a catalog has had; one from
 * before they were counted has had the first, which makes only what is missing.
 *
 * @throws Error when a later Weir has changed them further
 */
export function updateCatalog(db: Database.Database): void {
  if (changesOf(db) === changes.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    const done = changesOf(db);
    if (done > changes.length)
      throw new Error(
        `made by a later Weir: catalog version ${done}, this one knows ${changes.length}: install that one`
      );
    for (const change of changes.slice(done)) db.exec(change);
    db.exec(`PRAGMA user_version = ${changes.length}; COMMIT`);
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK"); // a full disk has ended it
    throw error;
  }
}

const changesOf = (db: Database.Database): number =>
  (db.prepare("PRAGMA user_version").get() as {user_version: number}).user_version;
