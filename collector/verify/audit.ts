import {join} from "node:path";
import Database from "libsql";
import type {LakeFile, SourceRow} from "../catalog.ts";

/** A file of the catalog with the commits that brought and removed it. */
export interface AuditFile extends LakeFile {
  addedIn: number;
  removedIn: number | null;
  /** When it was removed, ms. */
  removedAt: number | null;
}

export interface AuditCommit {
  id: number;
  kind: string;
  watermark: number | null;
  /** Rows added less rows removed. */
  rows: number;
}

/** All that a catalog says, as of one instant. */
export interface Audit {
  /** What SQLite finds wrong with the catalog itself. */
  damage: string[];
  /** The files that readers are given. */
  files: AuditFile[];
  /** Files that readers of earlier commits may still hold. */
  removed: AuditFile[];
  commits: AuditCommit[];
  sources: Pick<SourceRow, "id" | "read" | "committed" | "rejected">[];
}

/** Reads the catalog of a data folder; a collector may go on writing meanwhile. */
export function readAudit(data: string): Audit {
  const db = new Database(join(data, "catalog.db"));
  try {
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; BEGIN");
    const all = <Row>(query: string) => db.prepare(query).all() as Row[];
    const damage = [
      ...all<{integrity_check: string}>("PRAGMA integrity_check").map((row) => row.integrity_check),
      ...all<{table: string; rowid: number; parent: string}>("PRAGMA foreign_key_check").map(
        ({table, rowid, parent}) => `row ${rowid} of ${table} has no row in ${parent}`
      )
    ];
    const files = all<AuditFile>(
      `SELECT path, dataset, files.rows AS rows, bytes, minTime, maxTime, crc32c, addedIn, removedIn, at AS removedAt
       FROM files LEFT JOIN commits ON commits.id = removedIn ORDER BY path`
    );
    return {
      damage: damage.filter((line) => line !== "ok"),
      files: files.filter(({removedIn}) => removedIn === null),
      removed: files.filter(({removedIn}) => removedIn !== null),
      commits: all("SELECT id, kind, watermark, rows FROM commits ORDER BY id"),
      sources: all("SELECT id, read, committed, rejected FROM sources ORDER BY id")
    };
  } finally {
    db.close();
  }
}
