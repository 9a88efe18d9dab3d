import {existsSync} from "node:fs";
import {resolve} from "node:path";
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

/** `weir backup`: lake, catalog, spool, models, criteria and configuration, while a collector may run. */
export async function backUp(
  config: Config,
  to: string,
  {withSecret: secret = false, withSnapshots: snapshots = false, keep}: BackupFlags,
  {say}: {say: Say}
): Promise<Backup> {
  const {file, root, data} = config;
  const made = await backup(to, {data, config: await configFiles(file, root), secret, snapshots, keep});
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

/** The configuration file, and the seed file of criteria that it names. */
async function configFiles(file: string, root: string): Promise<string[]> {
  const {criteria} = ((await importModule(resolve(file))).default ?? {}) as {criteria?: unknown};
  return [resolve(file), ...(typeof criteria === "string" ? [resolve(root, criteria)] : [])];
}
