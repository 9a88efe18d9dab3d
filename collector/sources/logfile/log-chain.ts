import type {BigIntStats} from "node:fs";
import {readdir, realpath, stat} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {fileProblem} from "../shared/file-problem.ts";
import {cannotRead} from "./cannot-read.ts";
import {byAge, datedName, type RotatedName, rotatedName} from "./rotated-name.ts";

/** What tells files that exist at the same time apart. Numbers are used again: over time it says nothing for certain. */
export interface FileId {
  device: bigint;
  inode: bigint;
}

/** One file of a log. */
export interface ChainFile extends FileId {
  path: string;
  /** Number in a name such as `access.log.2`; 0 for the log itself; null for names with dates. */
  number: number | null;
  /** As in `gz`; null when it is not compressed. */
  compression: string | null;
  /** Whether it is the log itself, not a rotated file. */
  isLog: boolean;
  /** Bytes as stored. */
  size: number;
  /** When the file was created, ns; 0 where the file system does not tell. */
  birth: bigint;
}

export const sameFile = (a: FileId, b: FileId): boolean => a.inode === b.inode && a.device === b.device;

const keyOf = ({device, inode}: FileId): string => `${device} ${inode}`;

/** Scans in a row that may differ, while files are being renamed, before one is taken as it is. */
const scans = 5;

/**
 * A log and its rotated files as they are now: the oldest first, the log itself last, unless it is missing. Of a file
 * that is just being compressed, the original. Throws in words what cannot be looked at.
 */
export async function logChain(path: string): Promise<ChainFile[]> {
  let chain = await scan(path);
  for (let i = 1; i < scans; i++) {
    const again = await scan(path);
    const same = describe(again) === describe(chain);
    chain = again;
    if (same) break;
  }
  return chain;
}

const describe = (chain: ChainFile[]): string => chain.map((file) => `${file.path} ${keyOf(file)}`).join("\n");

async function scan(path: string): Promise<ChainFile[]> {
  const log = await findLog(path);
  const target = log ? await realpath(path).catch(() => path) : path;
  const named = await siblings(path, rotatedName);
  const linked =
    resolve(target) === resolve(path)
      ? []
      : await siblings(target, (base, name) => rotatedName(base, name) ?? datedName(base, name));
  const rotated = [...linked, ...named].sort((a, b) => byAge(a.name, b.name));
  const stats = await Promise.all(rotated.map((file) => stat(file.path, {bigint: true}).catch(() => null)));
  const chain: ChainFile[] = [];
  const seen = new Set(log ? [keyOf(log)] : []);
  for (const [i, {path: candidate, name}] of rotated.entries()) {
    if (!stats[i]?.isFile()) continue;
    const file = chainFile(candidate, stats[i], {...name, isLog: false});
    if (!seen.has(keyOf(file))) chain.push(file);
    seen.add(keyOf(file));
  }
  if (log) chain.push(log);
  return withoutDoubles(chain);
}

interface Sibling {
  path: string;
  name: RotatedName;
}

async function siblings(path: string, nameOf: (base: string, name: string) => RotatedName | null): Promise<Sibling[]> {
  const folder = dirname(path);
  const names = await readdir(folder).catch((cause) => {
    if (cause.code === "ENOENT") return [];
    throw new Error(`cannot look for rotated logs: ${folder} (${fileProblem(cause)})`, {cause});
  });
  return names.flatMap((name) => {
    const rotated = nameOf(basename(path), name);
    return rotated ? [{path: join(folder, name), name: rotated}] : [];
  });
}

/** The file that has the log's name; null when there is none. */
export async function findLog(path: string): Promise<ChainFile | null> {
  let stats: BigIntStats;
  try {
    stats = await stat(path, {bigint: true});
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw cannotRead(path, cause);
  }
  if (!stats.isFile()) throw cannotRead(path, new Error(kindOf(stats)));
  return chainFile(path, stats, {number: 0, compression: null, isLog: true});
}

function kindOf(stats: BigIntStats): string {
  if (stats.isDirectory()) return "it is a folder";
  return stats.isFIFO()
    ? "it is a pipe, which can be read only once: let the server write a file"
    : "not a regular file";
}

function chainFile(
  path: string,
  {dev, ino, size, birthtimeNs}: BigIntStats,
  {number, compression, isLog}: Pick<ChainFile, "number" | "compression" | "isLog">
): ChainFile {
  return {path, device: dev, inode: ino, number, compression, isLog, size: Number(size), birth: birthtimeNs};
}

/** Without the compressed file whose original is still there: it may be half written. */
function withoutDoubles(chain: ChainFile[]): ChainFile[] {
  const originals = new Set(chain.filter(({compression}) => !compression).map(({path}) => path));
  return chain.filter(({path, compression}) => !compression || !originals.has(path.slice(0, -compression.length - 1)));
}
