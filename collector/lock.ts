import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import Database from "libsql";
import {makeWritableFolder} from "./writable-folder.ts";

export interface Lock {
  release(): void;
}

/** Another process holds the lock. */
export class InUseError extends Error {}

/**
 * Takes a folder's lock of the given name, and makes the folder if need be. SQLite's file lock carries it, so the system
 * gives it back when the process dies, however it dies.
 *
 * @throws InUseError that names the holder
 * @throws Error when nothing can be written in the folder
 */
export function takeLock(folder: string, name: string, {pid = process.pid, now = Date.now} = {}): Lock {
  makeWritableFolder(folder);
  const holderFile = join(folder, `${name}.lock.json`);
  const path = join(folder, `${name}.lock`);
  try {
    const db = openExclusively(path);
    try {
      writeFileSync(holderFile, JSON.stringify({pid, since: new Date(now()).toISOString()}));
    } catch (error) {
      db.close(); // a full disk, which must not leave it taken
      throw error;
    }
    return {release: () => db.close()};
  } catch (cause) {
    const {code, message} = cause as Error & {code?: string};
    if (code !== "SQLITE_BUSY") throw new Error(`cannot lock: ${path} (${message})`, {cause});
    const reason = `${name} by ${holder(holderFile)}; stop it, or set WEIR_DATA`;
    throw new InUseError(`data folder in use: ${folder} (${reason})`, {cause});
  }
}

function openExclusively(path: string): Database.Database {
  const db = new Database(path);
  try {
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function holder(file: string): string {
  try {
    const {pid, since} = JSON.parse(readFileSync(file, "utf8"));
    return `process ${pid} since ${since}`;
  } catch {
    return "another process";
  }
}
