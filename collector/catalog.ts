import {join} from "node:path";
import Database from "libsql";
import type {DatasetName} from "../data/schema.ts";
import type {Settings} from "../data/settings.ts";
import {updateCatalog} from "./catalog-tables.ts";
import type {Cursor} from "./source.ts";
import {makeWritableFolder} from "./writable-folder.ts";

/** A Parquet file of the lake. A file that the catalog does not list does not exist for readers. */
export interface LakeFile {
  /** Relative to the lake's folder. */
  path: string;
  dataset: DatasetName;
  rows: number;
  bytes: number;
  /** Bounds of the dataset's time column, ms UTC, both inclusive. */
  minTime: number;
  maxTime: number;
  /** CRC32C of its bytes; files from before there were checksums have none. */
  crc32c?: number | null;
}

/** What a commit adds to one source's books. */
export interface SourceDelta {
  cursor: Cursor;
  read: number;
  committed: number;
  rejected: number;
  dropped: number;
}

export interface Commit {
  kind: "spool" | "import" | "compact" | "retain" | "replay";
  at: number;
  files: LakeFile[];
  /** Paths that readers of this commit and later ones no longer see; every one must be there still. */
  removed?: string[];
  /** Spool commits: the last sequence number now in the lake. */
  watermark?: number;
  sources?: Record<string, SourceDelta>;
  /** Import commits: what was imported; a hash that is already there makes the commit fail. */
  imported?: ImportRow;
  /** The run of a job that this commit is the result of. */
  run?: Run;
}

export interface SourceRow extends SourceDelta {
  id: string;
  state: SourceState;
  message: string;
  stateAt: number;
  lastReadAt: number | null;
}

export type SourceState = "starting" | "running" | "away" | "stopped";

const damaged = new Set<unknown>(["SQLITE_NOTADB", "SQLITE_CORRUPT"]);

/**
 * Which files make up the lake, where each source stands, and its books: one SQLite file, every change one
 * transaction, synced before it returns. Only the process that holds the data folder's lock writes.
 */
export class Catalog {
  readonly #db: Database.Database;

  constructor(data: string) {
    makeWritableFolder(data);
    const path = join(data, "catalog.db");
    try {
      this.#db = new Database(path);
      this.#db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
      updateCatalog(this.#db);
    } catch (cause) {
      const {code, message} = cause as Error & {code?: string};
      const remedy = damaged.has(code) ? ": restore it from a backup, or set WEIR_DATA to start anew" : "";
      throw new Error(`cannot open catalog: ${path} (${message}${remedy})`, {cause});
    }
  }

  /** Records a commit: files, books, cursors and watermark together or not at all. Returns its number. */
  commit({kind, at, files, removed = [], watermark, sources = {}, imported, run}: Commit): number {
    return this.#transaction(() => {
      const commit = this.#insertCommit(kind, at, watermark);
      const addFile = this.#db.prepare(
        `INSERT INTO files (path, dataset, rows, bytes, minTime, maxTime, crc32c, addedIn)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
      );
      for (const f of files)
        addFile.run(f.path, f.dataset, f.rows, f.bytes, f.minTime, f.maxTime, f.crc32c ?? null, commit);
      const rows = files.reduce((sum, file) => sum + file.rows, 0) - this.#remove(removed, commit);
      this.#db.prepare("UPDATE commits SET rows = ? WHERE id = ?").run(rows, commit);
      const addBooks = this.#db.prepare(
        `INSERT INTO sources (id, cursor, read, committed, rejected, dropped) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor, read = read + excluded.read,
           committed = committed + excluded.committed, rejected = rejected + excluded.rejected,
           dropped = dropped + excluded.dropped`
      );
      for (const [id, s] of Object.entries(sources))
        addBooks.run(id, JSON.stringify(s.cursor), s.read, s.committed, s.rejected, s.dropped);
      if (imported)
        this.#db
          .prepare("INSERT INTO imports (hash, file, dataset, at, rows, known, rejected) VALUES (?, ?, ?, ?, ?, ?, ?)")
          .run(...importColumns.map((column) => imported[column]));
      if (run) this.addRun(run);
      return commit;
    });
  }

  /** Returns how many rows went. */
  #remove(paths: string[], commit: number): number {
    const remove = this.#db.prepare(
      "UPDATE files SET removedIn = ? WHERE path = ? AND removedIn IS NULL RETURNING rows"
    );
    return paths.reduce((sum, path) => {
      const removed = remove.get(commit, path) as {rows: number} | undefined;
      if (!removed) throw new Error(`no longer in the lake: ${path}`);
      return sum + removed.rows;
    }, 0);
  }

  /** Files that no reader has been given since `before` (ms): they may be deleted, and then forgotten. */
  removedBefore(before: number): string[] {
    const rows = this.#db
      .prepare("SELECT path FROM files JOIN commits ON commits.id = files.removedIn WHERE commits.at < ?")
      .all(before) as {path: string}[];
    return rows.map(({path}) => path);
  }

  /** Drops the entries of files that were deleted. */
  forget(paths: string[]): void {
    this.#transaction(() => {
      const drop = this.#db.prepare("DELETE FROM files WHERE path = ? AND removedIn IS NOT NULL");
      for (const path of paths) drop.run(path);
    });
  }

  importOf(hash: string): ImportRow | undefined {
    return this.#db.prepare("SELECT * FROM imports WHERE hash = ?").get(hash) as ImportRow | undefined;
  }

  /** Every file that something was imported from. */
  importedFiles(): string[] {
    return (this.#db.prepare("SELECT DISTINCT file FROM imports").all() as {file: string}[]).map(({file}) => file);
  }

  #insertCommit(kind: string, at: number, watermark: number | undefined): number {
    const {lastInsertRowid} = this.#db
      .prepare("INSERT INTO commits (kind, at, watermark) VALUES (?, ?, ?)")
      .run(kind, at, watermark ?? null);
    return Number(lastInsertRowid);
  }

  #transaction<T>(change: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = change();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /** Sequence number of the last spool record in the lake; 0 before the first. */
  watermark(): number {
    const row = this.#db.prepare("SELECT max(watermark) AS w FROM commits").get() as {w: number | null};
    return row.w ?? 0;
  }

  /** Number of the newest commit; 0 before the first. */
  lastCommit(): number {
    return (this.#db.prepare("SELECT coalesce(max(id), 0) AS id FROM commits").get() as {id: number}).id;
  }

  files(): LakeFile[] {
    return this.#db
      .prepare(
        `SELECT path, dataset, rows, bytes, minTime, maxTime, crc32c FROM files
         WHERE removedIn IS NULL ORDER BY path`
      )
      .all() as LakeFile[];
  }

  /** When each file of the lake was added, ms, by path. */
  addedAt(): Map<string, number> {
    const rows = this.#db
      .prepare("SELECT path, at FROM files JOIN commits ON commits.id = files.addedIn WHERE removedIn IS NULL")
      .all() as {path: string; at: number}[];
    return new Map(rows.map(({path, at}) => [path, at]));
  }

  /** Every file that a reader may still hold, the removed ones too. */
  knownPaths(): Set<string> {
    return new Set((this.#db.prepare("SELECT path FROM files").all() as {path: string}[]).map(({path}) => path));
  }

  sources(): SourceRow[] {
    const rows = this.#db.prepare("SELECT * FROM sources ORDER BY id").all() as (SourceRow & {cursor: string | null})[];
    return rows.map((row) => ({...row, cursor: row.cursor === null ? null : JSON.parse(row.cursor)}));
  }

  /** Watermark and books as of the same instant. */
  books(): {watermark: number; sources: SourceRow[]} {
    return this.#transaction(() => ({watermark: this.watermark(), sources: this.sources()}));
  }

  setState(id: string, state: SourceState, message: string, at: number): void {
    this.#db
      .prepare(
        `INSERT INTO sources (id, state, message, stateAt) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, message = excluded.message, stateAt = excluded.stateAt`
      )
      .run(id, state, message, at);
  }

  setLastRead(times: Map<string, number>): void {
    this.#transaction(() => {
      const update = this.#db.prepare("UPDATE sources SET lastReadAt = ? WHERE id = ?");
      for (const [id, at] of times) update.run(at, id);
    });
  }

  setSettings(settings: Settings): void {
    this.setMeta("settings", JSON.stringify(settings));
  }

  meta(key: string): string | undefined {
    return (this.#db.prepare("SELECT value FROM meta WHERE key = ?").get(key) as {value: string} | undefined)?.value;
  }

  setMeta(key: string, value: string): void {
    this.#db
      .prepare("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .run(key, value);
  }

  addRun({job, startedAt, endedAt, ok, message}: Run): void {
    this.#db
      .prepare("INSERT INTO runs (job, startedAt, endedAt, ok, message) VALUES (?, ?, ?, ?, ?)")
      .run(job, startedAt, endedAt, ok ? 1 : 0, message);
    this.#db
      .prepare("DELETE FROM runs WHERE job = ? AND id <= (SELECT max(id) FROM runs WHERE job = ?) - ? AND id < ?")
      .run(job, job, keptRuns, this.#lastSuccessId(job));
  }

  #lastSuccessId(job: string): number {
    const last = this.#db.prepare("SELECT max(id) AS id FROM runs WHERE job = ? AND ok = 1").get(job);
    return (last as {id: number | null}).id ?? 0;
  }

  /** The run of a job that was recorded last among those that succeeded, whatever its clock said. */
  lastSuccess(job: string): Run | undefined {
    const run = this.#db
      .prepare("SELECT job, startedAt, endedAt, message FROM runs WHERE id = ?")
      .get(this.#lastSuccessId(job)) as Omit<Run, "ok"> | undefined;
    return run && {...run, ok: true};
  }

  /** The newest runs of a job, the newest first. */
  runs(job: string, limit: number): Run[] {
    const rows = this.#db
      .prepare("SELECT job, startedAt, endedAt, ok, message FROM runs WHERE job = ? ORDER BY id DESC LIMIT ?")
      .all(job, limit) as (Omit<Run, "ok"> & {ok: number})[];
    return rows.map((run) => ({...run, ok: run.ok === 1}));
  }

  /** The newest failures of a job since its last success, the newest last, at most ten. */
  failures(job: string): Run[] {
    const rows = this.#db
      .prepare(
        "SELECT job, startedAt, endedAt, message FROM runs WHERE job = ? AND ok = 0 AND id > ? ORDER BY id DESC LIMIT 10"
      )
      .all(job, this.#lastSuccessId(job)) as Omit<Run, "ok">[];
    return rows.map((run) => ({...run, ok: false})).reverse();
  }

  /** How often each job ran, by its outcome, and when the newest of those runs was. */
  runTotals(): RunTotal[] {
    const rows = this.#db
      .prepare(
        `SELECT job, ok, count(*) AS runs, startedAt, max(endedAt) AS endedAt FROM runs
         WHERE endedAt IS NOT NULL GROUP BY job, ok ORDER BY job, ok`
      )
      .all() as (Omit<RunTotal, "ok"> & {ok: number})[];
    return rows.map((row) => ({...row, ok: row.ok === 1}));
  }

  close(): void {
    this.#db.close();
  }
}

export type RunTotal = Omit<Run, "message"> & {runs: number};

/** One run of a scheduled job. */
export interface Run {
  job: string;
  startedAt: number;
  endedAt: number;
  ok: boolean;
  message: string;
}

/** Of each job so many runs are kept, at least. */
const keptRuns = 100_000;

const importColumns = ["hash", "file", "dataset", "at", "rows", "known", "rejected"] as const;

export interface ImportRow {
  /** SHA-256 of the file's bytes and of the mapping that was asked for. */
  hash: string;
  file: string;
  dataset: string;
  at: number;
  rows: number;
  /** Rows skipped because the lake already had their key. */
  known: number;
  rejected: number;
}
