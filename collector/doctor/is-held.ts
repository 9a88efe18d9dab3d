import {existsSync} from "node:fs";
import {join} from "node:path";
import Database from "libsql";

/** Whether a process holds a folder's lock of that name, as `takeLock` takes it; asked without taking it. */
export function isHeld(folder: string, name: string): boolean {
  const path = join(folder, `${name}.lock`);
  if (!existsSync(path)) return false;
  const db = new Database(path);
  try {
    db.exec("PRAGMA busy_timeout = 0; PRAGMA query_only = ON");
    db.prepare("SELECT count(*) FROM sqlite_master").get();
    return false;
  } catch (error) {
    if ((error as {code?: string}).code !== "SQLITE_BUSY") throw error;
    return true;
  } finally {
    db.close();
  }
}
