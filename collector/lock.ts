import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import Database from "libsql";

export interface Lock {
  release(): void;
}

/**
 * Takes a data folder's lock of the given name, or throws an error that names its holder. SQLite's file lock carries it,
 * so the system gives it back when the process dies, however it dies.
 */
export function takeLock(data: string, name: string, {pid = process.pid, now = Date.now} = {}): Lock {
  mkdirSync(data, {recursive: true});
  const holderFile = join(data, `${name}.lock.json`);
  const db = new Database(join(data, `${name}.lock`));
  try {
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    throw new Error(`data folder in use: ${data} (${name} by ${holder(holderFile)}; stop it, or set WEIR_DATA)`, {
      cause
    });
  }
  writeFileSync(holderFile, JSON.stringify({pid, since: new Date(now()).toISOString()}));
  return {release: () => db.close()};
}

function holder(file: string): string {
  try {
    const {pid, since} = JSON.parse(readFileSync(file, "utf8"));
    return `process ${pid} since ${since}`;
  } catch {
    return "another process";
  }
}
