import type {Dirent} from "node:fs";
import {readdir, readlink} from "node:fs/promises";
import {dirname, isAbsolute, join, relative} from "node:path";

export interface OtherFiles {
  /** Paths in the data folder. */
  files: string[];
  /** SQLite databases, which are copied as of one instant. */
  databases: string[];
  /** What symbolic links inside point to. */
  links: Record<string, string>;
}

/** Parts with a way of their own, and what is made anew: what builds keep, logs, simulated installations. */
const apart = new Set(["lake", "spool", "snapshots", "loaders", "tables", "cubes", "logs", "simulation", "config"]);
/** Who was logged in: a restore would let in again who has logged out since. */
const sessions = "sessions.json";
/** The key of private values. */
const key = "secret.key";
const passing = /^\.|\.lock(\.json)?$|\.db-(wal|shm|journal)$|\.(new|tmp)$/;

/**
 * What else a data folder holds: models, criteria, users, tokens, and whatever another part of Weir keeps there. The key of
 * private values is left out unless `secret`, snapshots unless they are asked for.
 */
export async function otherFiles(data: string, {secret = false, snapshots = false} = {}): Promise<OtherFiles> {
  const found: OtherFiles = {files: [], databases: [], links: {}};
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await entriesOf(folder)) {
      const path = join(folder, entry.name);
      const name = relative(data, path);
      if (passing.test(entry.name) || ["catalog.db", sessions].includes(name)) continue;
      if (apart.has(name) && !(snapshots && name === "snapshots")) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isSymbolicLink()) {
        const target = await readlink(path);
        if (staysInside(name, target)) found.links[name] = target;
      } else if (entry.isFile() && (secret || name !== key))
        (name.endsWith(".db") ? found.databases : found.files).push(name);
    }
  };
  await walk(data);
  return found;
}

/** Whether a link leads to another place in the data folder. */
export const staysInside = (path: string, target: string): boolean =>
  !isAbsolute(target) && !join(dirname(path), target).startsWith("..");

/** A folder that is gone meanwhile is empty. */
const entriesOf = (folder: string): Promise<Dirent[]> =>
  readdir(folder, {withFileTypes: true}).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
