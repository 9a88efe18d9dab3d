import {basename} from "node:path";
import {missing} from "./cannot-read.ts";
import {findAgain, findNewest, hasNumberOf} from "./find-again.ts";
import {findPart} from "./find-part.ts";
import type {KnownFile} from "./known-file.ts";
import {type ChainFile, logChain} from "./log-chain.ts";
import {LogFile} from "./log-file.ts";
import {type Loss, lostRest} from "./loss.ts";
import {anchorOf, openLog} from "./open-log.ts";
import type {ReadOptions} from "./read-options.ts";
import {firstUnread} from "./successor.ts";

/** The files in which reading goes on. */
export interface Resumed {
  /** Files read before, the oldest first. */
  older: KnownFile[];
  /** The one before `current`, if its writer may still add to it. */
  previous: LogFile | null;
  current: LogFile;
  /** What is gone before it was read. */
  losses: Loss[];
}

/** Files that are remembered besides the open ones, to know where reading stands when those are gone. */
export const remembered = 4;

/** Begins with a log at its first byte. What was rotated before is remembered, and not read. */
export async function begin(path: string, options: ReadOptions): Promise<Resumed> {
  const chain = await logChain(path);
  const log = chain.at(-1);
  if (!log?.isLog) throw missing(path);
  const rotated = chain.slice(0, -1).slice(-remembered);
  const anchors = rotated.map((file) => anchorOf(file, options.hash).catch(() => null));
  const older = (await Promise.all(anchors)).filter((anchor) => anchor !== null);
  return {older, previous: null, ...(await openLog(log, options))};
}

/**
 * Goes on after the last of the known files, the oldest first, wherever it is by now. Without it, after the newest of
 * the others: what is newer was not read.
 *
 * @param sawCut whether the last of them was seen to be cut
 */
export async function resume(path: string, known: KnownFile[], options: ReadOptions, sawCut = false): Promise<Resumed> {
  const chain = await logChain(path);
  if (!chain.length) throw missing(path);
  const found = await findNewest(known, chain, options.hash);
  const at = found?.at ?? -1;
  const last = known.at(-1);
  const wasCut = sawCut || chain.some((file) => last && hasNumberOf(last, file));
  const losses = known.slice(at + 1).flatMap((file) => lossOf(file, {path, wasCut, isLast: file === last}));
  const older = known.slice(0, Math.max(0, at));
  if (found && at === known.length - 1) {
    const current = await LogFile.open(chain[found.index]!, options, known[at], found.text);
    const before = older.at(-1);
    const previous = before ? await leftOver(older, chain.slice(0, found.index), options) : null;
    if (before && !previous) losses.push(...lossOf(before, {path, wasCut: false, isLast: false}));
    return {older: finished(previous ? older.slice(0, -1) : older), previous, current, losses};
  }
  const part = last ? await partOf(last, chain, {start: (found?.index ?? -1) + 1, wasCut}, options) : null;
  if (part && found) {
    const previous = await LogFile.open(chain[found.index]!, options, known[at], found.text);
    return {older: finished(older), previous, current: part, losses};
  }
  if (part) return {older: [], previous: null, current: part, losses};
  if (found) {
    const current = await LogFile.open(chain[found.index]!, options, known[at], found.text);
    return {older: finished(older), previous: null, current, losses};
  }
  const first = await openLog((await firstUnread(chain, 0))!, options);
  return {older: [], previous: null, current: first.current, losses: [...losses, ...first.losses]};
}

const finished = (files: KnownFile[]): KnownFile[] =>
  files.filter(({offset}) => offset > 0).map((file) => ({...file, done: true}));

/** What is lost by a known file that is gone: the last one was still written to, of others it is known. */
function lossOf(file: KnownFile, {path, wasCut, isLast}: {path: string; wasCut: boolean; isLast: boolean}): Loss[] {
  const {offset, from = offset, seen = offset, done} = file;
  if (done || (seen === from && !isLast)) return [];
  return [lostRest(basename(path), wasCut ? "truncated" : "deleted", from, seen)];
}

/** The file before the last one, in which more may have been written since. */
async function leftOver(older: KnownFile[], chain: ChainFile[], options: ReadOptions): Promise<LogFile | null> {
  const known = older.at(-1)!;
  const adjacent = chain.at(-1);
  if (known.offset === 0) {
    const isSame = adjacent?.compression === null && hasNumberOf(known, adjacent);
    const read = isSame ? await findNewest(older.slice(0, -1), [adjacent], options.hash) : null;
    await read?.text.close();
    return isSame && !read ? LogFile.open(adjacent, options) : null;
  }
  const found = known.done ? null : await findAgain(older, chain, options.hash).catch(() => null);
  return found && LogFile.open(chain[found.index]!, options, known, found.text);
}

/** What is left of a file, at its end. */
async function partOf(
  known: KnownFile,
  chain: ChainFile[],
  look: {start: number; wasCut: boolean},
  options: ReadOptions
): Promise<LogFile | null> {
  const part = await findPart(known, chain, look, options.hash);
  if (!part) return null;
  const file = chain[part.index]!;
  const {marks} = known;
  return file.isLog
    ? LogFile.open(file, options, {offset: Math.min(file.size, known.offset), marks})
    : LogFile.open(file, options, {offset: part.upTo, marks, done: true});
}
