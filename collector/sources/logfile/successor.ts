import {type Found, findAgain, findNewest, isCopy} from "./find-again.ts";
import type {Hash} from "./fingerprint.ts";
import type {KnownFile} from "./known-file.ts";
import {type ChainFile, sameFile} from "./log-chain.ts";
import type {LogFile} from "./log-file.ts";

/** What comes after a file that was read to its end. */
export interface Successor {
  /** The same lines under another inode: a copy in the file's place, or a file system that changes inodes. */
  same: Found | null;
  /** The next file; null while there is none. */
  next: ChainFile | null;
  /** Whether the file itself is gone, so that others may have been between the two; or a number shows that one was. */
  doubt: "deleted" | "gap" | null;
}

/**
 * The first file to read from `start` on. A copy of the log that is just being made, before the log is cut, is none: the
 * log itself has all that is in it.
 */
export async function firstUnread(chain: ChainFile[], start: number): Promise<ChainFile | null> {
  const log = chain.at(-1);
  for (const file of chain.slice(start)) {
    const mayBeCopy = log?.isLog && !file.isLog && !file.compression && file.size > 0;
    if (!mayBeCopy || !(await isCopy(file, log, 0))) return file;
  }
  return null;
}

/** Looks in the chain for what follows `current`, before which `before` was read. */
export async function successor(
  chain: ChainFile[],
  current: LogFile,
  before: KnownFile[],
  hash: Hash
): Promise<Successor> {
  const own = chain.findIndex((file) => sameFile(file, current));
  if (own >= 0) return after(own, chain);
  const known = current.known();
  const found = known && (await findAgain([...before, known], chain, hash));
  if (found && chain[found.index]!.compression === null) return {same: found, next: null, doubt: null};
  await found?.text.close();
  if (found) return after(found.index, chain);
  const newest = await findNewest(before, chain, hash);
  await newest?.text.close();
  if (newest && !known) return after(newest.index, chain);
  return {same: null, next: await firstUnread(chain, (newest?.index ?? -1) + 1), doubt: "deleted"};
}

async function after(index: number, chain: ChainFile[]): Promise<Successor> {
  const next = await firstUnread(chain, index + 1);
  // Where the newest rotated file has the number 0, the log comes before that.
  const log = chain.some(({isLog, number}) => !isLog && number === 0) ? -1 : 0;
  const numberOf = (file?: ChainFile) => (file?.isLog ? log : (file?.number ?? Number.NaN));
  const isGap = numberOf(chain[index]) - numberOf(chain[index + 1]) > 1;
  return {same: null, next, doubt: isGap ? "gap" : null};
}
