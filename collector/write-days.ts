import type {DuckDBConnection} from "@duckdb/node-api";
import {type DatasetName, datasets, lakePath} from "../data/schema.ts";
import type {LakeFile} from "./catalog.ts";
import {identifier} from "./duckdb.ts";
import type {EncodedRecords} from "./encoded-records.ts";
import {type DraftFile, draftLakeFile, settleFile, temporaryFolder} from "./lake-file.ts";
import {loadRecords} from "./load-records.ts";

interface DaysOptions {
  lake: string;
  dataset: DatasetName;
  records: EncodedRecords[];
  /** Of the files, made from what they hold, so that a repeat overwrites instead of doubling. */
  name: string;
}

/** Writes records as one lake file for each day of theirs. */
export async function writeDays(connection: DuckDBConnection, options: DaysOptions): Promise<LakeFile[]> {
  const files: LakeFile[] = [];
  for (const draft of await draftDays(connection, options)) files.push(await settleFile(options.lake, draft));
  return files;
}

/** The same, up to where the disk has to make the files durable. */
export async function draftDays(
  connection: DuckDBConnection,
  {lake, dataset, records, name}: DaysOptions
): Promise<DraftFile[]> {
  await loadRecords(connection, {table: "batch", dataset, records, folder: temporaryFolder(lake)});
  const time = identifier(datasets[dataset].time);
  const drafts: DraftFile[] = [];
  const days = await daysOf(connection, time);
  for (const day of days) {
    const query = `SELECT * FROM batch${days.length > 1 ? ` WHERE ${time}::DATE = '${day}'` : ""}`;
    const path = lakePath(datasets[dataset], day, `${name}.parquet`);
    drafts.push(await draftLakeFile(connection, {lake, dataset, path, query}));
  }
  await connection.run("DROP TABLE batch");
  const written = drafts.reduce((sum, {rows}) => sum + rows, 0);
  const expected = records.reduce((sum, {length}) => sum + length, 0);
  if (written !== expected) throw new Error(`lost rows of ${dataset}: wrote ${written} of ${expected}`);
  return drafts;
}

async function daysOf(connection: DuckDBConnection, time: string): Promise<string[]> {
  const result = await connection.runAndReadAll(
    `SELECT strftime(day, '%Y-%m-%d') AS day FROM (SELECT DISTINCT ${time}::DATE AS day FROM batch) ORDER BY day`
  );
  return result.getRowObjectsJS().map(({day}) => day as string);
}
