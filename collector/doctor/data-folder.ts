import {accessSync, constants, existsSync, statSync} from "node:fs";
import {dirname, join} from "node:path";
import {type Finding, findings, type Subject} from "./finding.ts";

const {ok, warn, fail} = findings("data folder");
const parts = [".", "spool", "lake", "snapshots", "models", "loaders", "logs"];
const files = ["catalog.db", "collector.lock", "secret.key", "logs/access.log"];

/** Whether this user may write what Weir writes, and whether others may read the key that hides private values. */
export function checkDataFolder({data}: Subject, {access = accessSync} = {}): Finding[] {
  if (!existsSync(data)) return [firstFolder(data, access)];
  if (isReadOnly(data, access))
    return [fail(`read-only file system: ${data}`, "mount it for writing; after errors of a disk see: dmesg")];
  const refused = [...parts, ...files]
    .map((name) => join(data, name))
    .filter((path) => existsSync(path) && !may(path, access));
  const found = refused.map((path) =>
    fail(`not writable by this user: ${path} (owner ${statSync(path).uid})`, `chown -R ${userId()} ${data}`)
  );
  const key = join(data, "secret.key");
  const mode = statSync(key, {throwIfNoEntry: false})?.mode ?? 0;
  if (mode & 0o077) found.push(warn(`others may read the key that hides private values: ${key}`, `chmod 600 ${key}`));
  return found.length ? found : [ok(`${data}: writable`)];
}

function isReadOnly(data: string, access: typeof accessSync): boolean {
  try {
    access(data, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EROFS";
  }
}

/** Of a first start: the folder above has to take it. */
function firstFolder(data: string, access: typeof accessSync): Finding {
  let above = dirname(data);
  while (!existsSync(above)) above = dirname(above);
  if (may(above, access)) return ok(`${data}: made at the first start`);
  return fail(
    `cannot be made: ${data}: ${above} is not writable by this user`,
    `mkdir -p ${data}; chown ${userId()} ${data}`
  );
}

function may(path: string, access: typeof accessSync): boolean {
  try {
    const folder = statSync(path).isDirectory();
    access(path, constants.R_OK | constants.W_OK | (folder ? constants.X_OK : 0));
    return true;
  } catch {
    return false;
  }
}

const userId = () => process.getuid?.() ?? "USER";
