import type {DuckDBConnection} from "@duckdb/node-api";
import {type DatasetName, datasets, lakePath} from "../data/schema.ts";
import type {LakeFile} from "./catalog.ts";
import {identifier} from "./duckdb.ts";
import type {EncodedRecords} from "./encoded-records.ts";
import {temporaryFolder, writeLakeFile} from "./lake-file.ts";
import {loadRecords} from "./load-records.ts";

/**
 * Writes records as one lake file for each day of theirs.
 *
 * @param name of the files, made from what they hold, so that a repeat overwrites instead of doubling
 */
export async function writeDays(
  connection: DuckDBConnection,
  {lake, dataset, records, name}: {lake: string; dataset: DatasetName; records: EncodedRecords[]; name: string}
): Promise<LakeFile[]> {
  await loadRecords(connection, {table: "batch", dataset, records, folder: temporaryFolder(lake)});
  const time = identifier(datasets[dataset].time);
  const files: LakeFile[] = [];
  for (const day of await daysOf(connection, time)) {
    const query = `SELECT * FROM batch WHERE ${time}::DATE = '${day}'`;
    const path = lakePath(datasets[dataset], day, `${name}.parquet`);
    files.push(await writeLakeFile(connection, {lake, dataset, path, query}));
  }
  await connection.run("DROP TABLE batch");
  const written = files.reduce((sum, {rows}) => sum + rows, 0);
  const expected = records.reduce((sum, {length}) => sum + length, 0);
  if (written !== expected) throw new Error(`lost rows of ${dataset}: wrote ${written} of ${expected}`);
  return files;
}

async function daysOf(connection: DuckDBConnection, time: string): Promise<string[]> {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT strftime(${time}, '%Y-%m-%d') AS day FROM batch ORDER BY day`
  );
  return result.getRowObjectsJS().map(({day}) => day as string);
}
