import {existsSync} from "node:fs";
import {copyFile, mkdir, readdir, rename, rm, stat} from "node:fs/promises";
import {basename, dirname, join, relative, resolve} from "node:path";
import type {FolderTarget} from "../../config/publish-settings.ts";
import {sync} from "../../durable.ts";
import {hashFile} from "../hash-files.ts";
import type {SiteFile} from "./site-files.ts";
import {syncRemote} from "./sync-remote.ts";
import type {RemoteFile, Target} from "./target.ts";

/** A folder that another server reads, on this machine or mounted. It has to be there: what is not mounted is no place. */
export function folderTarget({path}: Pick<FolderTarget, "path">, {root, data}: {root: string; data: string}): Target {
  const folder = resolve(root, path);
  const inside = relative(resolve(data), folder);
  if (!inside.startsWith("..") || !relative(folder, resolve(data)).startsWith(".."))
    throw new Error(`invalid folder of a target: ${folder} (it is part of the data folder, or holds it)`);
  const put = (file: SiteFile) => putFile(file, join(folder, file.path));
  const remove = (path: string) => rm(join(folder, path), {force: true});
  return {
    variants: true,
    addresses: false,
    async deliver(files, options) {
      if (!existsSync(folder)) throw new Error(`no such folder: ${folder} (make it, or mount what it is on)`);
      return syncRemote({list: () => listFolder(folder), put, remove}, files, options);
    }
  };
}

async function listFolder(folder: string): Promise<Map<string, RemoteFile>> {
  const files = new Map<string, RemoteFile>();
  for (const entry of await readdir(folder, {recursive: true, withFileTypes: true}))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      files.set(relative(folder, path), await describe(path));
    }
  return files;
}

async function describe(path: string): Promise<RemoteFile> {
  const {size, mtimeNs} = await stat(path, {bigint: true});
  return {bytes: Number(size), version: String(mtimeNs)};
}

/** Under another name first: a server never finds half a file. */
async function putFile({source, sha256, path}: SiteFile, target: string): Promise<RemoteFile> {
  const part = join(dirname(target), `.${basename(target)}.weir-part`);
  await mkdir(dirname(target), {recursive: true});
  const expected = await hashFile(source);
  if (sha256 !== null && expected.sha256 !== sha256) throw new Error(`damaged in the snapshot: ${path}`);
  try {
    await copyFile(source, part);
    await sync(part);
    const written = await hashFile(part);
    if (written.sha256 !== expected.sha256) throw new Error(`read back otherwise than written: ${path}`);
    await rename(part, target);
    await sync(dirname(target));
    return await describe(target);
  } catch (error) {
    await rm(part, {force: true}).catch(() => {});
    throw error;
  }
}
