import {lstatSync, readdirSync} from "node:fs";
import {join} from "node:path";

/** A file that takes room of its own. */
export interface DiskUse {
  path: string;
  /** Blocks that it takes, in bytes. */
  bytes: number;
}

/** What is below a folder, itself included, by inode: what is hard-linked counts once. */
export function diskUse(folder: string): Map<number, DiskUse> {
  const {ino, blocks} = lstatSync(folder);
  const found = new Map([[ino, {path: folder, bytes: blocks * 512}]]);
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    const path = join(entry.parentPath, entry.name);
    const {ino, blocks} = lstatSync(path);
    found.set(ino, {path, bytes: blocks * 512});
  }
  return found;
}

/** What is there in addition, the largest first. */
export const addedUse = (before: ReadonlyMap<number, DiskUse>, after: ReadonlyMap<number, DiskUse>): DiskUse[] =>
  [...after]
    .filter(([ino]) => !before.has(ino))
    .map(([, use]) => use)
    .sort((a, b) => b.bytes - a.bytes);
