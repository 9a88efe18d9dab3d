import {createReadStream} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Writable} from "node:stream";
import {pipeline} from "node:stream/promises";

/**
 * Lets something that only writes files write to a stream: a child's stdout is a socket, which has no path to be opened
 * by. The stream stays open.
 */
export async function throughFile(write: (path: string) => Promise<unknown>, stream: Writable): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "weir-"));
  try {
    const file = join(folder, "out");
    await write(file);
    await pipeline(createReadStream(file), stream, {end: false});
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}
