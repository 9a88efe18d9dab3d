import {type FileHandle, mkdir, open} from "node:fs/promises";
import {dirname} from "node:path";

/** Makes a file's bytes, or a folder's entries, survive a power cut. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and its parents, each entered durably in the one above. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, {recursive: true});
  if (first === undefined) return;
  const top = dirname(first);
  for (let folder = path; folder !== top; folder = dirname(folder)) await sync(dirname(folder));
}

/** Replaces a file by some parts. */
export async function writeFileOf(parts: Buffer[], path: string): Promise<void> {
  const handle = await open(path, "w");
  try {
    await writeParts(handle, parts);
  } finally {
    await handle.close();
  }
}

/** A system takes no more at once. */
const mostParts = 1024;

/** Writes all of some parts, one after the other, from a position on. Throws having written some of their bytes. */
export async function writeParts(handle: FileHandle, parts: Buffer[], position = 0): Promise<void> {
  const left = parts.filter(({length}) => length > 0);
  for (let at = position; left.length; ) {
    let {bytesWritten} = await handle.writev(left.slice(0, mostParts), at);
    at += bytesWritten;
    while (left.length && bytesWritten >= left[0]!.length) bytesWritten -= left.shift()!.length;
    if (left.length) left[0] = left[0]!.subarray(bytesWritten);
  }
}
