import {existsSync} from "node:fs";
import {join, resolve} from "node:path";
import Database from "libsql";
import {type DatasetName, versionOf} from "../../data/schema.ts";
import type {Settings} from "../../data/settings.ts";
import type {DatasetFile} from "./dataset-query.ts";

/** A Parquet file of the lake as a reader needs it; bounds in ms UTC, both inclusive. */
export interface CatalogFile extends DatasetFile {
  dataset: DatasetName;
  rows: number;
  minTime: number;
  maxTime: number;
}

/** Where a source stands, and its books: read = committed + rejected + what is still in the spool. */
export interface LakeSource {
  id: string;
  state: string;
  message: string;
  stateAt: number;
  lastReadAt: number | null;
  read: number;
  committed: number;
  rejected: number;
  dropped: number;
}

export interface CatalogView {
  /** The commit that is read; 0 when the lake is empty. */
  commit: number;
  /** Number of the newest run of a job; 0 before the first. */
  newestRun: number;
  /** When the books were last checked, and how they stood, as JSON; null before the first check. */
  books: string | null;
  settings: Settings;
  sources: LakeSource[];
  files: CatalogFile[];
}

const noSettings: Settings = {
  title: "Weir",
  timeZone: "UTC",
  publishEveryMs: 600_000,
  sources: {},
  series: [],
  scaling: null
};

/** The catalog as of one commit, the newest unless told. A folder without catalog reads as an empty lake. */
export function readCatalog(data: string, commit?: number): CatalogView {
  const file = join(data, "catalog.db");
  if (!existsSync(file)) return {commit: 0, newestRun: 0, books: null, settings: noSettings, sources: [], files: []};
  const db = new Database(file);
  try {
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; BEGIN");
    const newest = db.prepare("SELECT coalesce(max(id), 0) AS id FROM commits").get() as {id: number};
    const at = commit ?? newest.id;
    const files = db
      .prepare(
        `SELECT path, dataset, rows, minTime, maxTime FROM files
         WHERE addedIn <= ? AND (removedIn IS NULL OR removedIn > ?) ORDER BY path`
      )
      .all(at, at) as CatalogFile[];
    const sources = db
      .prepare(
        "SELECT id, state, message, stateAt, lastReadAt, read, committed, rejected, dropped FROM sources ORDER BY id"
      )
      .all() as LakeSource[];
    const run = db.prepare("SELECT coalesce(max(id), 0) AS id FROM runs").get() as {id: number};
    const [settings, books] = ["settings", "books"].map(
      (key) => (db.prepare("SELECT value FROM meta WHERE key = ?").get(key) as {value: string} | undefined)?.value
    );
    return {
      commit: at,
      newestRun: run.id,
      books: books ?? null,
      settings: settings ? JSON.parse(settings) : noSettings,
      sources,
      files: files.map((f) => ({...f, version: versionOf(f.path), path: resolve(data, "lake", f.path)}))
    };
  } catch (cause) {
    throw new Error(`cannot read the catalog: ${file}`, {cause});
  } finally {
    db.close();
  }
}
