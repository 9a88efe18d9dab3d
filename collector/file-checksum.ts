import {createReadStream} from "node:fs";
import {crc32c} from "@node-rs/crc32";

/** CRC32C of a file's bytes. Parquet as DuckDB writes it has no checksums: a flipped bit may read as another number. */
export async function fileChecksum(path: string): Promise<number> {
  let checksum = 0;
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 23})) checksum = crc32c(chunk, checksum);
  return checksum;
}
