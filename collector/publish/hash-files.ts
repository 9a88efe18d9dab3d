import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {readdir} from "node:fs/promises";
import {join, relative} from "node:path";

export interface HashedFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** Every file below a folder with its size and SHA-256, sorted by path. */
export async function hashFiles(folder: string): Promise<HashedFile[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const files = entries.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name));
  const hashed: HashedFile[] = [];
  for (const file of files.sort()) hashed.push({path: relative(folder, file), ...(await hashFile(file))});
  return hashed;
}

/** Size and SHA-256 of a file. */
export async function hashFile(file: string): Promise<{bytes: number; sha256: string}> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    hash.update(chunk);
  }
  return {bytes, sha256: hash.digest("hex")};
}
