import {existsSync} from "node:fs";
import {join} from "node:path";
import Database from "libsql";
import type {DatasetName} from "../../data/schema.ts";
import {readCatalog} from "../lake/lake-catalog.ts";
import {noteRead} from "../lake/reads.ts";
import {stateOf} from "../lake/state.ts";

/** What the catalog says of the collector's honesty. Times are ms UTC. */
export interface Evidence {
  /** The books as the collector checked them last; null before the first check. */
  check: BooksCheck | null;
  /** The newest times that the books were found off, newest first. */
  losses: Loss[];
  /** Files of the lake as of a commit. */
  files: FileFacts[];
}

/** As the collector records it each minute. */
export interface BooksCheck {
  at: number;
  spoolBytes: number;
  sources: Record<string, Books>;
}

/** Inputs of one source since the beginning: read = committed + rejected + spooled + missing. */
export interface Books {
  read: number;
  committed: number;
  rejected: number;
  /** Accepted, not in the lake yet. */
  spooled: number;
  /** Lost because a source that cannot wait had to; never read. */
  dropped: number;
  /** Accepted, and neither in the lake nor in the spool; below zero where there is more than was accepted. */
  missing: number;
}

export interface Loss {
  at: number;
  message: string;
}

export interface FileFacts {
  dataset: DatasetName;
  rows: number;
  bytes: number;
  minTime: number;
  maxTime: number;
}

/** A folder without catalog has no evidence. */
export function readEvidence(
  commit: number,
  {data = process.env.WEIR_DATA ?? "data", newest = 20}: {data?: string; newest?: number} = {}
): Evidence {
  noteRead("catalog", () => stateOf("catalog", readCatalog(data, commit), data));
  const file = join(data, "catalog.db");
  if (!existsSync(file)) return {check: null, losses: [], files: []};
  const db = new Database(file);
  try {
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON");
    const check = db.prepare("SELECT value FROM meta WHERE key = 'books'").get() as {value: string} | undefined;
    const losses = db
      .prepare("SELECT endedAt AS at, message FROM runs WHERE job = 'books' AND ok = 0 ORDER BY id DESC LIMIT ?")
      .all(newest) as Loss[];
    const files = db
      .prepare(
        `SELECT dataset, rows, bytes, minTime, maxTime FROM files
         WHERE addedIn <= ? AND (removedIn IS NULL OR removedIn > ?) ORDER BY path`
      )
      .all(commit, commit) as FileFacts[];
    return {check: check ? JSON.parse(check.value) : null, losses, files};
  } catch (cause) {
    throw new Error(`cannot read the catalog: ${file}`, {cause});
  } finally {
    db.close();
  }
}
