import {atOnce} from "../shared/at-once.ts";
import {cannotRead} from "./cannot-read.ts";
import {compare, type Hash, mayBelong} from "./fingerprint.ts";
import {headOf} from "./head-of.ts";
import type {KnownFile} from "./known-file.ts";
import type {LogBytes} from "./log-bytes.ts";
import type {ChainFile} from "./log-chain.ts";
import {openBytes} from "./open-bytes.ts";

/** A file of the chain, by its index there, and its text, open and read up to a known offset. */
export interface Found {
  index: number;
  text: LogBytes;
}

/** Read at once to compare texts, bytes. */
const blockBytes = 65_536;
/** Looked at together: one after the other, a busy collector would come to its lines only after many turns. */
const filesAtOnce = 200;

/**
 * Where in the chain the last of some known files is, which were read in this order: the file itself, whatever its name
 * and inode are by now, or a copy that goes at least as far as it was read. Throws in words when it is not found and a
 * file that may be it cannot be opened.
 */
export async function findAgain(known: KnownFile[], chain: ChainFile[], hash: Hash): Promise<Found | null> {
  const last = known.at(-1)!;
  if (last.offset === 0) return null;
  const candidates = await candidatesFor(last, chain, hash);
  if (candidates.length < 2) return candidates[0] ?? null;
  // They begin alike, and it was read no further.
  await closeAll(candidates);
  const before = await findNewest(known.slice(0, -1), chain, hash);
  await before?.text.close();
  const later = candidates.map(({index}) => index).filter((index) => index > (before?.index ?? -1));
  const [first = candidates[0]!.index, ...newer] = later;
  const chosen = await withMost(first, newer, last, chain);
  const text = await openBytes(chain[chosen]!);
  await compare(text, last, hash);
  return {index: chosen, text};
}

/** The newest of the known files that is in the chain; `at` is its index among the known ones. */
export async function findNewest(
  known: KnownFile[],
  chain: ChainFile[],
  hash: Hash
): Promise<(Found & {at: number}) | null> {
  for (let at = known.length - 1; at >= 0; at--) {
    const found = await findAgain(known.slice(0, at + 1), chain, hash);
    if (found) return {...found, at};
  }
  return null;
}

/** The same inode may be another file's by now, or this file have another one: it decides only where nothing else does. */
export const hasNumberOf = ({inode}: KnownFile, file: ChainFile): boolean => inode === String(file.inode);

/** Every file that goes on where the known one was read to, the oldest first. */
async function candidatesFor(known: KnownFile, chain: ChainFile[], hash: Hash): Promise<Found[]> {
  const candidates: Found[] = [];
  let problem: Error | null = null;
  const look = async (file: ChainFile, index: number) => {
    if (!mayBelong(await headOf(file), known, hash)) return;
    const text = await openBytes(file);
    const {whole} = await compare(text, known, hash);
    if (whole) candidates.push({index, text});
    else await text.close();
  };
  const tryToLook = (file: ChainFile, index: number) =>
    look(file, index).catch((error) => {
      if (error.code !== "ENOENT") problem = cannotRead(file.path, error);
    });
  await atOnce(chain, tryToLook, {limit: filesAtOnce});
  if (problem && !candidates.length) throw problem;
  return candidates.sort((a, b) => a.index - b.index);
}

/**
 * Of files that are the same up to the known offset, the one that was read: the oldest, as what is newer was not read;
 * but rather a newer one that goes on just like it and further, as then the older is a copy that was made meanwhile.
 */
async function withMost(first: number, newer: number[], known: KnownFile, chain: ChainFile[]): Promise<number> {
  let chosen = first;
  for (const index of newer) {
    const [older, other] = [chain[chosen]!, chain[index]!];
    const isOriginal = hasNumberOf(known, older) && !hasNumberOf(known, other);
    if (isOriginal || !(await isCopy(older, other, known.offset))) break;
    chosen = index;
  }
  return chosen;
}

/** Whether a file may be a copy of another: it is not the older one, and all it has after the offset is in that, too. */
export async function isCopy(file: ChainFile, other: ChainFile, offset: number): Promise<boolean> {
  if (file.birth < other.birth) return false;
  const texts = [await openBytes(file), await openBytes(other)] as const;
  try {
    const blocks = [Buffer.alloc(blockBytes), Buffer.alloc(blockBytes)] as const;
    for (let position = offset; ; position += blockBytes) {
      const length = await texts[0].read(blocks[0], position);
      const otherLength = await texts[1].read(blocks[1], position);
      if (otherLength < length || blocks[0].compare(blocks[1], 0, length, 0, length) !== 0) return false;
      if (length < blockBytes) return true;
    }
  } finally {
    for (const text of texts) await text.close();
  }
}

async function closeAll(candidates: Found[]): Promise<void> {
  for (const {text} of candidates) await text.close();
}
