import {existsSync} from "node:fs";
import {relative, resolve} from "node:path";
import {type Restored, restore} from "../backup/restore.ts";
import {type Backup, backup} from "../backup.ts";
import type {Config} from "../config.ts";
import {bytesInWords} from "../doctor/in-words.ts";
import {importModule} from "../import-module.ts";
import type {Say} from "../say.ts";

export interface BackupFlags {
  withSecret?: boolean;
  withSnapshots?: boolean;
  keep?: number;
}

/** `weir backup`: lake, catalog, spool, models, criteria, users, tokens and configuration, while a collector may run. */
export async function backUp(
  config: Config,
  to: string,
  {withSecret: secret = false, withSnapshots: snapshots = false, keep}: BackupFlags,
  {say}: {say: Say}
): Promise<Backup> {
  const {data} = config;
  const made = await backup(to, {data, config: await configFiles(config), secret, snapshots, keep});
  const {path, files, bytes, written, removed, rows} = made;
  say(
    `backed up: ${path}: ${rows.toLocaleString("en")} rows, ${files} files, ${bytesInWords(bytes)}, ${bytesInWords(written)} of it new`
  );
  if (removed.length) say(`removed: ${removed.join(", ")}`);
  if (!secret && existsSync(resolve(data, "secret.key")))
    say("without its key: private values get other hashes where it is restored (--with-secret takes the key, too)");
  return made;
}

/** `weir restore`: a backup into an empty data folder, checked. */
export async function restoreTo(from: string, data: string, {say}: {say: Say}): Promise<Restored> {
  const restored = await restore(from, data);
  const {id, files, verified, secret} = restored;
  say(
    `restored: ${restored.data}: backup ${id}, ${files} files; the lake is sound: ${verified.rows.toLocaleString("en")} rows`
  );
  if (existsSync(resolve(restored.data, "config")))
    say(`the configuration as it was: ${resolve(restored.data, "config")}`);
  if (!secret)
    say("the backup is without its key: put the old secret.key there before the first start, or hashes change");
  return restored;
}

/** The configuration file, and what it names beside the data folder: the seed file of criteria, and that of users. */
async function configFiles({file, root, data, server: {login}}: Config): Promise<string[]> {
  const {criteria} = ((await importModule(resolve(file))).default ?? {}) as {criteria?: unknown};
  const named = [...(typeof criteria === "string" ? [criteria] : []), ...(login?.users ? [login.users] : [])];
  const isOutside = (path: string) => relative(data, path).startsWith("..");
  return [file, ...named.map((path) => resolve(root, path)).filter(isOutside)].map((path) => resolve(path));
}
