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

/**
 * Writes the rows of a query as one Parquet file of the lake, all or nothing: under a temporary name, read back, synced,
 * renamed, folder synced. Readers see it only once the catalog lists what is returned.
 *
 * @param path relative to the lake; made from what the file holds, so that a repeat overwrites instead of doubling
 */
export async function writeLakeFile(
  connection: DuckDBConnection,
  {lake, dataset, path, query}: {lake: string; dataset: DatasetName; path: string; query: string},
  {schema = datasets} = {}
): Promise<LakeFile> {
  const {time, order} = schema[dataset];
  const target = join(lake, path);
  const temporary = join(temporaryFolder(lake), path.replaceAll("/", "_"));
  await mkdir(dirname(temporary), {recursive: true});
  try {
    await connection.run(
      `COPY (${query} ORDER BY ${order.map(identifier).join(", ")}) TO ${literal(temporary)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`
    );
    const check = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE AS rows, epoch_ms(min(${identifier(time)}))::DOUBLE AS minTime,
         epoch_ms(max(${identifier(time)}))::DOUBLE AS maxTime
       FROM read_parquet(${literal(temporary)})`
    );
    const [{rows, minTime, maxTime}] = check.getRowObjectsJS() as [Pick<LakeFile, "rows" | "minTime" | "maxTime">];
    await sync(temporary);
    const {size: bytes} = await stat(temporary);
    const crc32c = await fileChecksum(temporary);
    await makeFolder(dirname(target));
    await rename(temporary, target);
    await sync(dirname(target));
    return {path, dataset, rows, bytes, minTime, maxTime, crc32c};
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}
