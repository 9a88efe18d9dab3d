import {createHash} from "node:crypto";
import {dirname, join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import type {Catalog, LakeFile, SourceDelta} from "../catalog.ts";
import {literal} from "../duckdb.ts";
import {writeLakeFile} from "../lake-file.ts";
import {writeDays} from "../write-days.ts";
import type {ReadAgain} from "./read-again.ts";

/**
 * Puts the records that a file of rejects gave, and the rejects that stay, in its place: files under names made from
 * what they hold, then one catalog transaction that also moves the books and leaves a record of itself among the runs.
 */
export async function swapRejects(
  connection: DuckDBConnection,
  {lake, catalog}: {lake: string; catalog: Catalog},
  file: LakeFile,
  {rows, records, books}: ReadAgain,
  {now, startedAt}: {now: () => number; startedAt: number}
): Promise<void> {
  const digest = createHash("sha256").update(`${file.path}\n${rows.join()}`).digest("hex");
  const name = `replay-${digest.slice(0, 16)}`;
  const files: LakeFile[] = [];
  for (const [dataset, encoded] of records)
    files.push(...(await writeDays(connection, {lake, dataset, records: encoded, name})));
  if (rows.length < file.rows) files.push(await writeRest(connection, lake, file, {name, rows}));
  const told = [...books].map(([id, {rejects, records}]) => `${id}: ${rejects} rejects became ${records} records`);
  const run = {job: "replay", startedAt, endedAt: now(), ok: true, message: told.join("; ")};
  catalog.commit({kind: "replay", at: now(), files, removed: [file.path], sources: deltasOf(catalog, books), run});
}

/** An input counts once when it is rejected, else once for each of its records. */
function deltasOf(catalog: Catalog, books: ReadAgain["books"]): Record<string, SourceDelta> {
  const cursors = new Map(catalog.sources().map(({id, cursor}) => [id, cursor]));
  const deltas = [...books].map(([id, {rejects, records}]) => {
    const read = records - rejects;
    return [id, {cursor: cursors.get(id) ?? null, read, committed: records, rejected: -rejects, dropped: 0}] as const;
  });
  return Object.fromEntries(deltas);
}

/** A file of the rejects whose rows are not among those given. */
async function writeRest(
  connection: DuckDBConnection,
  lake: string,
  file: LakeFile,
  {name, rows}: {name: string; rows: number[]}
): Promise<LakeFile> {
  await connection.run("CREATE OR REPLACE TEMP TABLE replayed (row BIGINT)");
  const appender = await connection.createAppender("replayed");
  for (const row of rows) {
    appender.appendBigInt(BigInt(row));
    appender.endRow();
  }
  appender.closeSync();
  const source = `read_parquet(${literal(join(lake, file.path))}, file_row_number = true)`;
  const query = `SELECT * EXCLUDE (file_row_number) FROM ${source} WHERE file_row_number NOT IN (SELECT row FROM replayed)`;
  const path = join(dirname(file.path), `${name}.parquet`);
  const rest = await writeLakeFile(connection, {lake, dataset: "rejects", path, query});
  if (rest.rows !== file.rows - rows.length)
    throw new Error(`lost rejects of ${file.path}: wrote ${rest.rows} of ${file.rows - rows.length}`);
  return rest;
}
