import {existsSync} from "node:fs";
import {chmod, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import Database from "libsql";
import type {BooksCheck} from "../books-check.ts";
import type {LakeFile} from "../catalog.ts";

export interface CopiedCatalog {
  files: LakeFile[];
  commit: number;
  watermark: number;
  /** The last batch that the books have counted. */
  counted: number;
}

/**
 * Copies a catalog as of one instant, whoever writes it meanwhile. Files that are no longer in the lake are forgotten:
 * nobody reads them where the copy goes.
 */
export async function copyCatalog(data: string, to: string): Promise<CopiedCatalog> {
  const from = join(data, "catalog.db");
  if (!existsSync(from)) throw new Error(`no lake yet: ${data} (start one with weir up)`);
  await copyDatabase(from, to);
  const db = new Database(to);
  try {
    db.exec("PRAGMA synchronous = FULL; DELETE FROM files WHERE removedIn IS NOT NULL");
    const one = <Row>(query: string) => db.prepare(query).get() as Row | undefined;
    const {commit, watermark} = one<{commit: number; watermark: number}>(
      'SELECT coalesce(max(id), 0) AS "commit", coalesce(max(watermark), 0) AS watermark FROM commits'
    )!;
    const books = one<{value: string}>("SELECT value FROM meta WHERE key = 'books'");
    const counted = books ? (JSON.parse(books.value) as BooksCheck).through : 0;
    const files = db
      .prepare("SELECT path, dataset, rows, bytes, minTime, maxTime, crc32c FROM files ORDER BY path")
      .all() as LakeFile[];
    return {files, commit, watermark, counted};
  } finally {
    db.close();
  }
}

/** Copies a SQLite database as of one instant, in place of any file that has the name, with the mode of the original. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  await rm(to, {force: true});
  await writeFile(to, "", {mode: 0o600}); // SQLite itself would leave it to the umask
  const db = new Database(from);
  try {
    db.exec("PRAGMA busy_timeout = 5000");
    db.prepare("VACUUM INTO ?").run(to);
  } finally {
    db.close();
  }
  await chmod(to, (await stat(from)).mode & 0o777);
}
