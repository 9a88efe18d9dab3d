import {join} from "node:path";
import Database from "libsql";
import type {Settings} from "../data/settings.ts";
import {catalogProblem} from "./catalog-problem.ts";
import type {Commit, ImportRow, LakeFile, SourceRow, SourceState} from "./catalog-rows.ts";
import {type Run, RunRecords, type RunTotal} from "./catalog-runs.ts";
import {updateCatalog} from "./catalog-tables.ts";
import {foldCommits} from "./fold-commits.ts";
import {type Prepare, preparedOnce} from "./prepared-once.ts";
import {makeWritableFolder} from "./writable-folder.ts";

export type {Commit, ImportRow, LakeFile, SourceDelta, SourceRow, SourceState} from "./catalog-rows.ts";
export type {Run, RunTotal} from "./catalog-runs.ts";

/**
 * Which files make up the lake, where each source stands, and its books: one SQLite file, every change one
 * transaction, synced before it returns. Only the process that holds the data folder's lock writes.
 */
export class Catalog {
  readonly #db: Database.Database;
  readonly #runs: RunRecords;
  readonly #prepare: Prepare;

  constructor(data: string) {
    makeWritableFolder(data);
    const path = join(data, "catalog.db");
    try {
      this.#db = new Database(path);
      this.#db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
      updateCatalog(this.#db);
      this.#prepare = preparedOnce(this.#db);
      this.#runs = new RunRecords(this.#prepare);
    } catch (cause) {
      throw catalogProblem(path, cause as Error);
    }
  }

  /** Records a commit: files, books, cursors and watermark together or not at all. Returns its number. */
  commit({kind, at, files, removed = [], watermark, sources = {}, imported, run}: Commit): number {
    return this.#transaction(() => {
      const commit = this.#insertCommit(kind, at, watermark);
      const addFile = this.#prepare(
        `INSERT INTO files (path, dataset, rows, bytes, minTime, maxTime, crc32c, addedIn)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
      );
      for (const f of files)
        addFile.run(f.path, f.dataset, f.rows, f.bytes, f.minTime, f.maxTime, f.crc32c ?? null, commit);
      const rows = files.reduce((sum, file) => sum + file.rows, 0) - this.#remove(removed, commit);
      this.#prepare("UPDATE commits SET rows = ? WHERE id = ?").run(rows, commit);
      const addBooks = this.#prepare(
        `INSERT INTO sources (id, cursor, read, committed, rejected, dropped) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor, read = read + excluded.read,
           committed = committed + excluded.committed, rejected = rejected + excluded.rejected,
           dropped = dropped + excluded.dropped`
      );
      for (const [id, s] of Object.entries(sources))
        addBooks.run(id, JSON.stringify(s.cursor), s.read, s.committed, s.rejected, s.dropped);
      if (imported)
        this.#prepare(
          "INSERT INTO imports (hash, file, dataset, at, rows, known, rejected) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).run(...importColumns.map((column) => imported[column]));
      if (run) this.#runs.add(run);
      return commit;
    });
  }

  /** Returns how many rows went. */
  #remove(paths: string[], commit: number): number {
    const remove = this.#prepare("UPDATE files SET removedIn = ? WHERE path = ? AND removedIn IS NULL RETURNING rows");
    return paths.reduce((sum, path) => {
      const removed = remove.get(commit, path) as {rows: number} | undefined;
      if (!removed) throw new Error(`no longer in the lake: ${path}`);
      return sum + removed.rows;
    }, 0);
  }

  /** Files that no reader has been given since `before` (ms): they may be deleted, and then forgotten. */
  removedBefore(before: number): string[] {
    const rows = this.#prepare(
      "SELECT path FROM files JOIN commits ON commits.id = files.removedIn WHERE commits.at < ?"
    ).all(before) as {path: string}[];
    return rows.map(({path}) => path);
  }

  /** Drops the entries of files that were deleted, and folds old commits that no file names any more. */
  forget(paths: string[]): void {
    this.#transaction(() => {
      const drop = this.#prepare("DELETE FROM files WHERE path = ? AND removedIn IS NOT NULL");
      for (const path of paths) drop.run(path);
      foldCommits(this.#db);
    });
  }

  importOf(hash: string): ImportRow | undefined {
    return this.#prepare("SELECT * FROM imports WHERE hash = ?").get(hash) as ImportRow | undefined;
  }

  /** Every file that something was imported from. */
  importedFiles(): string[] {
    return (this.#prepare("SELECT DISTINCT file FROM imports").all() as {file: string}[]).map(({file}) => file);
  }

  #insertCommit(kind: string, at: number, watermark: number | undefined): number {
    const {lastInsertRowid} = this.#prepare("INSERT INTO commits (kind, at, watermark) VALUES (?, ?, ?)").run(
      kind,
      at,
      watermark ?? null
    );
    return Number(lastInsertRowid);
  }

  #transaction<T>(change: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = change();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK"); // a full disk has ended it
      throw error;
    }
  }

  /** Sequence number of the last spool record in the lake; 0 before the first. It rises with every commit that has one. */
  watermark(): number {
    const last = this.#prepare(
      "SELECT watermark FROM commits WHERE watermark IS NOT NULL ORDER BY id DESC LIMIT 1"
    ).get() as {watermark: number} | undefined;
    return last?.watermark ?? 0;
  }

  /** Number of the newest commit; 0 before the first. */
  lastCommit(): number {
    return (this.#prepare("SELECT coalesce(max(id), 0) AS id FROM commits").get() as {id: number}).id;
  }

  files(): LakeFile[] {
    return this.#prepare(
      `SELECT path, dataset, rows, bytes, minTime, maxTime, crc32c FROM files
         WHERE removedIn IS NULL ORDER BY path`
    ).all() as LakeFile[];
  }

  /** When each file of the lake was added, ms, by path. */
  addedAt(): Map<string, number> {
    const rows = this.#prepare(
      "SELECT path, at FROM files JOIN commits ON commits.id = files.addedIn WHERE removedIn IS NULL"
    ).all() as {path: string; at: number}[];
    return new Map(rows.map(({path, at}) => [path, at]));
  }

  /** Every file that a reader may still hold, the removed ones too. */
  knownPaths(): Set<string> {
    return new Set((this.#prepare("SELECT path FROM files").all() as {path: string}[]).map(({path}) => path));
  }

  sources(): SourceRow[] {
    const rows = this.#prepare("SELECT * FROM sources ORDER BY id").all() as (SourceRow & {cursor: string | null})[];
    return rows.map((row) => ({...row, cursor: row.cursor === null ? null : JSON.parse(row.cursor)}));
  }

  /** Watermark and books as of the same instant. */
  books(): {watermark: number; sources: SourceRow[]} {
    return this.#transaction(() => ({watermark: this.watermark(), sources: this.sources()}));
  }

  setState(id: string, state: SourceState, message: string, at: number): void {
    this.#prepare(
      `INSERT INTO sources (id, state, message, stateAt) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, message = excluded.message, stateAt = excluded.stateAt`
    ).run(id, state, message, at);
  }

  setLastRead(times: Map<string, number>): void {
    this.#transaction(() => {
      const update = this.#prepare("UPDATE sources SET lastReadAt = ? WHERE id = ?");
      for (const [id, at] of times) update.run(at, id);
    });
  }

  setSettings(settings: Settings): void {
    this.setMeta("settings", JSON.stringify(settings));
  }

  meta(key: string): string | undefined {
    return (this.#prepare("SELECT value FROM meta WHERE key = ?").get(key) as {value: string} | undefined)?.value;
  }

  setMeta(key: string, value: string): void {
    this.#prepare(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    ).run(key, value);
  }

  /** Keeps a run, in place of what was recorded of it as a failure before it ended. */
  addRun(run: Run): void {
    this.#transaction(() => this.#runs.add(run));
  }

  /** The run of a job that was recorded last among those that succeeded, whatever its clock said. */
  lastSuccess(job: string): Run | undefined {
    return this.#runs.lastSuccess(job);
  }

  /** The newest failures of a job since its last success, the newest last, at most ten. */
  failures(job: string): Run[] {
    return this.#runs.failures(job);
  }

  /** The newest runs of a job, the newest first. */
  runs(job: string, limit: number): Run[] {
    return this.#runs.newest(job, limit);
  }

  /** How often each job ran since the beginning, by its outcome, and when the newest of those runs was. */
  runTotals(): RunTotal[] {
    return this.#runs.totals();
  }

  close(): void {
    this.#db.close();
  }
}

const importColumns = ["hash", "file", "dataset", "at", "rows", "known", "rejected"] as const;
