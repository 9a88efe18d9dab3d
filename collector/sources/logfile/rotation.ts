import {readdir, stat} from "node:fs/promises";
import {basename, dirname} from "node:path";
import {fileProblem} from "../shared/file-problem.ts";
import {type FileCursor, FollowedFile} from "./followed-file.ts";

type Hash = (value: string) => string;

/**
 * The file in which reading goes on, and the offset: the cursor's file under its present name (a rotation renames it),
 * else `path` from its start. Throws when there is neither.
 */
export async function openAt(path: string, cursor: FileCursor | null, hash: Hash): Promise<[FollowedFile, number]> {
  if (cursor)
    for (const name of [path, ...(await rotated(path)).map((file) => file.path)]) {
      const file: FollowedFile | null = await FollowedFile.open(name, hash, cursor.offset).catch(() => null);
      if (await file?.matches(cursor)) return [file!, cursor.offset];
      await file?.close();
    }
  return [await openFirst(path, hash), 0];
}

/**
 * The file that was begun after `current`: the oldest of the rotated ones written after it, else the one at `path`.
 * `current` while that is still the one at `path`; `gone` while nothing follows.
 */
export async function openNext(
  path: string,
  current: FollowedFile,
  hash: Hash
): Promise<FollowedFile | "current" | "gone"> {
  const isCurrent = (file: {device: number; inode: number}) =>
    file.inode === current.inode && file.device === current.device;
  const atPath = await stat(path).catch(() => null);
  if (atPath && isCurrent({device: atPath.dev, inode: atPath.ino})) return "current";
  const older = await rotated(path);
  const own = older.findIndex(isCurrent);
  const next = own < 0 ? undefined : older[own + 1]?.path;
  if (!next && !atPath) return "gone";
  return openFirst(next ?? path, hash);
}

async function openFirst(path: string, hash: Hash): Promise<FollowedFile> {
  try {
    return await FollowedFile.open(path, hash);
  } catch (cause) {
    throw new Error(`cannot read log file: ${path} (${fileProblem(cause)})`, {cause});
  }
}

interface RotatedFile {
  path: string;
  device: number;
  inode: number;
}

/** The rotated siblings of a log, the oldest first: `access.log.2`, `access.log.1`, or by date `access.log-20240709`. */
async function rotated(path: string): Promise<RotatedFile[]> {
  const base = basename(path);
  const names = await readdir(dirname(path)).catch(() => []);
  const suffixes = names.filter((name) => name.startsWith(base)).map((name) => name.slice(base.length));
  const numbers = suffixes.filter((suffix) => /^\.\d{1,3}$/.test(suffix));
  const dates = suffixes.filter((suffix) => /^[.-]\d{4}[\d.-]*$/.test(suffix));
  numbers.sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  const found = await Promise.all([...dates.sort(), ...numbers].map((suffix) => rotatedFile(path + suffix)));
  return found.filter((file) => file !== null);
}

async function rotatedFile(path: string): Promise<RotatedFile | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() ? {path, device: stats.dev, inode: stats.ino} : null;
}
