import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {crc32c} from "@node-rs/crc32";

/** Size and checksums of a file, read once. */
export async function hashFile(path: string): Promise<{bytes: number; sha256: string; crc32c: number}> {
  const sha = createHash("sha256");
  let [bytes, crc] = [0, 0];
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>) {
    sha.update(chunk);
    crc = crc32c(chunk, crc);
    bytes += chunk.length;
  }
  return {bytes, sha256: sha.digest("hex"), crc32c: crc};
}
