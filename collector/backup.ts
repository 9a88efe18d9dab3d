import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readdir, rename, rm} from "node:fs/promises";
import {basename, dirname, join, relative, resolve} from "node:path";
import {isArchive, pack} from "./backup/archive.ts";
import {copyDatabase} from "./backup/copy-catalog.ts";
import {copyState} from "./backup/copy-state.ts";
import {type BackupManifest, backupId, backupIds, writeManifest} from "./backup/manifest.ts";
import {otherFiles} from "./backup/other-files.ts";
import {BackupStore} from "./backup/store.ts";
import {sync} from "./durable.ts";
import {lakeFolder} from "./folders.ts";
import {takeLock} from "./lock.ts";

export interface BackupOptions {
  /** The data folder. */
  data: string;
  /** Files of the configuration; those that are not there are left out. */
  config?: string[];
  /** Also the key of private values. */
  secret?: boolean;
  snapshots?: boolean;
  /** So many backups stay in the folder; all when left out. */
  keep?: number;
}

export interface Backup extends Pick<BackupManifest, "id" | "at" | "commit" | "watermark" | "rows" | "secret"> {
  /** The file, or the folder in which the backup stands. */
  path: string;
  files: number;
  bytes: number;
  /** Bytes that the backup before did not have. */
  written: number;
  /** Ids of older ones that were removed. */
  removed: string[];
}

/**
 * Backs a data folder up into a folder, as `<to>/<id>/` with unchanged files linked from the one before, or into one file
 * (`.tar`, `.tar.gz`, `.tar.zst`). Consistent while a collector runs. Every file is read back; a backup is there whole or
 * not at all.
 */
export async function backup(to: string, options: BackupOptions, {now = Date.now} = {}): Promise<Backup> {
  const target = resolve(to);
  const inside = relative(resolve(options.data), target);
  if (!inside.startsWith(".."))
    throw new Error(`inside the data folder: ${to} (back up to another place, best another disk)`);
  if (!isArchive(target)) return backupInto(target, options, now());
  const folder = dirname(target);
  if (!existsSync(folder)) throw new Error(`no such folder: ${folder} (make it first)`);
  const draft = await mkdtemp(join(folder, ".backup-"));
  try {
    const made = await backupInto(draft, options, now());
    await pack(made.path, target);
    return {...made, path: target};
  } finally {
    await rm(draft, {recursive: true, force: true});
  }
}

async function backupInto(folder: string, options: BackupOptions, at: number): Promise<Backup> {
  await mkdir(folder, {recursive: true});
  const lock = takeLock(folder, ".backup");
  try {
    for (const name of await readdir(folder))
      if (name.startsWith(".tmp-")) await rm(join(folder, name), {recursive: true, force: true});
    const [previous] = backupIds(folder);
    const id = backupId(at);
    if (previous && previous >= id) throw new Error(`there is one as new: ${join(folder, previous)} (try in a second)`);
    const draft = join(folder, `.tmp-${process.pid}`);
    await mkdir(draft);
    try {
      const store = new BackupStore(draft, previous ? join(folder, previous) : null);
      const {links, ...state} = await fill(store, options);
      await store.settle();
      const secret = options.secret ?? false;
      await writeManifest(draft, {version: 1, id, at, ...state, secret, files: store.files, links});
      const path = join(folder, id);
      await rename(draft, path);
      await sync(folder);
      const removed = options.keep === undefined ? [] : backupIds(folder).slice(options.keep);
      for (const old of removed) await rm(join(folder, old), {recursive: true, force: true});
      const all = Object.values(store.files);
      const bytes = all.reduce((sum, file) => sum + file.bytes, 0);
      return {id, at, ...state, secret, path, files: all.length, bytes, written: store.written, removed};
    } finally {
      await rm(draft, {recursive: true, force: true});
    }
  } finally {
    lock.release();
  }
}

/** Puts everything into a backup. */
async function fill(store: BackupStore, {data, config = [], secret, snapshots}: BackupOptions) {
  const {files, commit, watermark} = await copyState(data, store.folder);
  await store.addMade("catalog.db");
  for (const name of await readdir(join(store.folder, "spool"))) await store.addMade(`spool/${name}`);
  // A file that was merged meanwhile stays on disk for an hour.
  for (const file of files) await store.addLakeFile(`lake/${file.path}`, join(lakeFolder(data), file.path), file);
  const other = await otherFiles(data, {secret, snapshots});
  for (const path of other.files) await addIfThere(store, path, join(data, path));
  for (const path of other.databases) {
    await mkdir(dirname(join(store.folder, path)), {recursive: true});
    await copyDatabase(join(data, path), join(store.folder, path));
    await store.addMade(path);
  }
  for (const file of config.filter(existsSync)) await store.add(`config/${basename(file)}`, file);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return {commit, watermark, rows, links: other.links};
}

/** A file that is gone meanwhile was replaced or retired. */
async function addIfThere(store: BackupStore, path: string, source: string): Promise<void> {
  await store.add(path, source).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
