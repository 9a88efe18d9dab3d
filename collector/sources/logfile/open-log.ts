import {cannotRead} from "./cannot-read.ts";
import {addMarks, type Hash, tailHash} from "./fingerprint.ts";
import type {KnownFile} from "./known-file.ts";
import type {ChainFile} from "./log-chain.ts";
import {LogFile} from "./log-file.ts";
import {type Loss, lostByCompression} from "./loss.ts";
import {openBytes} from "./open-bytes.ts";
import type {ReadOptions} from "./read-options.ts";

/** Of a file that is not to be read but to be known again, bytes looked at. */
const anchorBytes = 65_536;

/** Opens a file of which nothing was read, at its start. Throws in words. */
export async function openLog(file: ChainFile, options: ReadOptions): Promise<{current: LogFile; losses: Loss[]}> {
  try {
    if (file.compression === null || file.compression === "gz")
      return {current: await LogFile.open(file, options), losses: []};
    const anchor = (await anchorOf(file, options.hash)) ?? {offset: 0, marks: [], done: true};
    const current = await LogFile.open({...file, compression: null}, options, anchor);
    return {current, losses: [lostByCompression(current.name)]};
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? error : cannotRead(file.path, error);
  }
}

/** By what a file that is not to be read is known again; null when it is empty. */
export async function anchorOf(file: ChainFile, hash: Hash): Promise<KnownFile | null> {
  const text = await openBytes(file);
  try {
    const buffer = Buffer.alloc(anchorBytes);
    const bytes = buffer.subarray(0, await text.read(buffer, 0));
    const marks: string[] = [];
    addMarks(marks, bytes, 0, hash);
    const tail = tailHash(bytes, 0, bytes.length, hash);
    return bytes.length ? {inode: String(file.inode), offset: bytes.length, marks, tail, done: true} : null;
  } finally {
    await text.close();
  }
}
