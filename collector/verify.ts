import {existsSync} from "node:fs";
import {readdir, stat} from "node:fs/promises";
import {join, relative} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {datasets} from "../data/schema.ts";
import {Catalog, type LakeFile} from "./catalog.ts";
import {connectDuckDB, identifier, literal} from "./duckdb.ts";
import {lakeFolder, spoolFolder} from "./folders.ts";
import {lakeStatus} from "./lake-status.ts";
import {readSpool} from "./spool.ts";

export interface Verified {
  files: number;
  rows: number;
  /** Broken promises, one line each; empty when the lake is sound. */
  problems: string[];
}

/**
 * Checks what the catalog promises against what is on disk: every file is there, whole, with the rows and times that
 * the catalog says; nothing lies around that it does not know; the spool goes on where the lake ends; the books
 * balance. May be asked while a collector writes.
 */
export async function verify(data: string): Promise<Verified> {
  if (!existsSync(join(data, "catalog.db"))) throw new Error(`no lake yet: ${data} (start one with weir up)`);
  const catalog = new Catalog(data);
  const connection = await connectDuckDB();
  try {
    const files = catalog.files();
    const problems: string[] = [];
    for (const file of files) problems.push(...(await fileProblems(connection, lakeFolder(data), file)));
    problems.push(...(await strangers(lakeFolder(data), catalog)));
    problems.push(...(await spoolProblems(data, catalog)));
    const {sources} = await lakeStatus(data);
    for (const [id, {read, committed, rejected, spooled}] of Object.entries(sources))
      if (read !== committed + rejected + spooled)
        problems.push(
          `books of ${id}: read ${read} is not committed ${committed} + rejected ${rejected} + spooled ${spooled}`
        );
    return {files: files.length, rows: files.reduce((sum, {rows}) => sum + rows, 0), problems};
  } finally {
    connection.closeSync();
    catalog.close();
  }
}

async function fileProblems(connection: DuckDBConnection, lake: string, file: LakeFile): Promise<string[]> {
  const path = join(lake, file.path);
  const size = await stat(path).then(
    ({size}) => size,
    () => null
  );
  if (size === null) return [`missing file: ${file.path}`];
  if (size !== file.bytes) return [`wrong size: ${file.path}: ${size} bytes, the catalog says ${file.bytes}`];
  const time = identifier(datasets[file.dataset].time);
  try {
    const result = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE, epoch_ms(min(${time}))::DOUBLE, epoch_ms(max(${time}))::DOUBLE FROM read_parquet(${literal(path)})`
    );
    const [rows, minTime, maxTime] = result.getRowsJS()[0] as number[];
    if (rows !== file.rows) return [`wrong number of rows: ${file.path}: ${rows}, the catalog says ${file.rows}`];
    if (minTime !== file.minTime || maxTime !== file.maxTime) return [`wrong times: ${file.path}`];
    return [];
  } catch (error) {
    return [`unreadable file: ${file.path}: ${(error as Error).message.split("\n")[0]}`];
  }
}

/** Files that no catalog entry speaks of, once they are too old to be on their way in. */
async function strangers(lake: string, catalog: Catalog, {now = Date.now} = {}): Promise<string[]> {
  const entries = await readdir(lake, {recursive: true, withFileTypes: true}).catch(() => []);
  const known = catalog.knownPaths();
  const problems: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(lake, path);
    if (!entry.isFile() || known.has(name)) continue;
    const {mtimeMs} = await stat(path);
    if (mtimeMs < now() - 3_600_000) problems.push(`unknown file: ${name} (not part of the lake; it may be deleted)`);
  }
  return problems;
}

/** Where the spool does not go on from the lake's end without a gap; asked again when the lake moved on meanwhile. */
async function spoolProblems(data: string, catalog: Catalog): Promise<string[]> {
  for (;;) {
    const watermark = catalog.watermark();
    const problems: string[] = [];
    let last = watermark;
    for await (const {seq, source} of readSpool(spoolFolder(data))) {
      if (seq <= watermark) continue;
      if (seq !== last + 1) problems.push(`gap in the spool: record ${seq} of ${source} follows ${last}`);
      last = seq;
    }
    if (catalog.watermark() === watermark) return problems;
  }
}
