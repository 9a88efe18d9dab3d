import {accessSync, constants} from "node:fs";

const damaged = new Set<unknown>(["SQLITE_NOTADB", "SQLITE_CORRUPT"]);

/** Why a catalog cannot be opened, and what to do about it. */
export function catalogProblem(path: string, cause: Error & {code?: unknown}): Error {
  const reason = reasonOf(path, cause);
  return new Error(`cannot open catalog: ${path} (${reason})`, {cause});
}

function reasonOf(path: string, {code, message}: Error & {code?: unknown}): string {
  if (damaged.has(code)) return `${message}: restore it from a backup, or set WEIR_DATA to start anew`;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return message;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EROFS") return "read-only file system: mount it for writing";
    if ((error as NodeJS.ErrnoException).code !== "EACCES") return message;
    return `permission denied: chown ${process.getuid?.() ?? "USER"} ${path}*`;
  }
}
