import {mkdir, rename, stat, unlink} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {type DatasetName, datasets} from "../data/schema.ts";
import type {LakeFile} from "./catalog.ts";
import {identifier, literal} from "./duckdb.ts";
import {makeFolder, sync} from "./durable.ts";
import {fileChecksum} from "./file-checksum.ts";

/** Where files are written before they have their final name; the same file system as the lake. */
export const temporaryFolder = (lake: string): string => join(lake, ".tmp");

interface FileOptions {
  lake: string;
  dataset: DatasetName;
  /** Relative to the lake; made from what the file holds, so that a repeat overwrites instead of doubling. */
  path: string;
  query: string;
}

/** A lake file that is whole, but may not survive a power cut and has not its name yet. */
export interface DraftFile extends Omit<LakeFile, "bytes" | "crc32c"> {
  temporary: string;
}

/**
 * Writes the rows of a query as one Parquet file of the lake, all or nothing: under a temporary name, read back, synced,
 * renamed, folder synced. Readers see it only once the catalog lists what is returned.
 */
export async function writeLakeFile(
  connection: DuckDBConnection,
  options: FileOptions,
  {schema = datasets} = {}
): Promise<LakeFile> {
  return settleFile(options.lake, await draftLakeFile(connection, options, {schema}));
}

/** The first half of `writeLakeFile`, which is DuckDB's work. */
export async function draftLakeFile(
  connection: DuckDBConnection,
  {lake, dataset, path, query}: FileOptions,
  {schema = datasets} = {}
): Promise<DraftFile> {
  const {time, order} = schema[dataset];
  const temporary = join(temporaryFolder(lake), path.replaceAll("/", "_"));
  await mkdir(dirname(temporary), {recursive: true});
  try {
    const check = await connection.runAndReadAll(
      `COPY (${query} ORDER BY ${order.map(identifier).join(", ")}) TO ${literal(temporary)}
         (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880);
       SELECT count(*)::DOUBLE AS rows, epoch_ms(min(${identifier(time)}))::DOUBLE AS minTime,
         epoch_ms(max(${identifier(time)}))::DOUBLE AS maxTime
       FROM read_parquet(${literal(temporary)})`
    );
    const [{rows, minTime, maxTime}] = check.getRowObjectsJS() as [Pick<LakeFile, "rows" | "minTime" | "maxTime">];
    return {path, dataset, rows, minTime, maxTime, temporary};
  } catch (error) {
    await removeDraft({temporary});
    throw error;
  }
}

/** The second half, which is the disk's: makes a draft durable and gives it its name. */
export async function settleFile(lake: string, {temporary, ...draft}: DraftFile): Promise<LakeFile> {
  const target = join(lake, draft.path);
  try {
    await sync(temporary);
    const {size: bytes} = await stat(temporary);
    const crc32c = await fileChecksum(temporary);
    await makeFolder(dirname(target));
    await rename(temporary, target);
    await sync(dirname(target));
    return {...draft, bytes, crc32c};
  } catch (error) {
    await removeDraft({temporary});
    throw error;
  }
}

export async function removeDraft({temporary}: Pick<DraftFile, "temporary">): Promise<void> {
  await unlink(temporary).catch(() => {});
}
