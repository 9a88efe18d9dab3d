import {constants, existsSync} from "node:fs";
import {chmod, copyFile, link, mkdir, readdir, rm, stat, symlink} from "node:fs/promises";
import {dirname, isAbsolute, join, normalize, resolve} from "node:path";
import {makeFolder, sync} from "../durable.ts";
import {type Verified, verify} from "../verify.ts";
import {isArchive, unpack} from "./archive.ts";
import {hashFile} from "./hash-file.ts";
import {type BackupManifest, backupIds, readManifest} from "./manifest.ts";
import {staysInside} from "./other-files.ts";

export interface Restored extends Pick<BackupManifest, "id" | "at" | "secret"> {
  data: string;
  files: number;
  bytes: number;
  /** What `weir lake verify` says of it. */
  verified: Verified;
}

/**
 * Restores a backup into a data folder that is new or empty: a file, a folder of backups (the newest of them), or one of
 * those in it. Every checksum is checked before anything is written and again of what was written; the catalog comes
 * last, so that a restore that was cut short is no lake. Throws when the lake is not sound then.
 */
export async function restore(from: string, data: string): Promise<Restored> {
  const to = resolve(data);
  const there = existsSync(to) ? await readdir(to) : [];
  if (there.length) throw new Error(`not empty: ${to} (restore into a new folder: --to FOLDER)`);
  if (!existsSync(from)) throw new Error(`no such backup: ${from}`);
  await makeFolder(to);
  if (!isArchive(from) || (await stat(from)).isDirectory()) return restoreFolder(chosen(from), to, copy);
  const unpacked = await unpack(resolve(from), to);
  try {
    return await restoreFolder(unpacked, to, link);
  } finally {
    await rm(unpacked, {recursive: true, force: true});
  }
}

const copy = (from: string, to: string) => copyFile(from, to, constants.COPYFILE_FICLONE);

function chosen(folder: string): string {
  if (existsSync(join(folder, "manifest.json"))) return folder;
  const [newest] = backupIds(folder);
  if (!newest) throw new Error(`no backup: ${folder} (name a folder or file that weir backup made)`);
  return join(folder, newest);
}

async function restoreFolder(
  from: string,
  to: string,
  put: (from: string, to: string) => Promise<void>
): Promise<Restored> {
  const {id, at, secret, files, links} = readManifest(from);
  const paths = Object.keys(files).sort((a, b) => Number(a === "catalog.db") - Number(b === "catalog.db"));
  for (const path of [...paths, ...Object.keys(links)]) refuseOutside(path);
  for (const path of paths) await check(join(from, path), files[path]!.sha256, "damaged backup");
  const folders = new Set<string>();
  for (const path of paths) {
    const file = join(to, path);
    await makeFolder(dirname(file));
    await put(join(from, path), file);
    await chmod(file, files[path]!.mode);
    await check(file, files[path]!.sha256, "not restored");
    await sync(file);
    folders.add(dirname(file));
  }
  for (const [path, target] of Object.entries(links)) {
    if (!staysInside(path, target)) throw new Error(`not a backup: it names a path outside: ${target}`);
    await mkdir(dirname(join(to, path)), {recursive: true});
    await symlink(target, join(to, path));
  }
  for (const folder of folders) await sync(folder);
  const verified = await verify(to);
  if (verified.problems.length)
    throw new Error(
      `restored, but the lake is not sound: ${to}: ${verified.problems.join("; ")} (take another backup)`
    );
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  return {id, at, secret, data: to, files: paths.length, bytes, verified};
}

async function check(file: string, expected: string, problem: string): Promise<void> {
  const found = await hashFile(file).catch((cause: Error) => {
    throw new Error(`${problem}: ${file}: ${cause.message} (take another backup)`, {cause});
  });
  if (found.sha256 !== expected)
    throw new Error(`${problem}: ${file}: its bytes are not those that were backed up (take another backup)`);
}

/** A manifest may come from anywhere. */
function refuseOutside(path: string): void {
  if (isAbsolute(path) || normalize(path).startsWith(".."))
    throw new Error(`not a backup: it names a path outside: ${path}`);
}
