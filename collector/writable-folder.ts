import {accessSync, constants, mkdirSync, statSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {getSystemErrorMap} from "node:util";

/** Makes a folder and its parents where they are missing. Throws why nothing can be written in it. */
export function makeWritableFolder(folder: string): void {
  try {
    makeFolders(resolve(folder));
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new Error(`cannot write to folder: ${folder} (${reasonOf(cause as NodeJS.ErrnoException)})`, {cause});
  }
}

/** One folder at a time: mkdirSync's `recursive` hides a read-only disk behind ENOENT, and never ends below /proc. */
function makeFolders(path: string): void {
  const there = statSync(path, {throwIfNoEntry: false});
  if (there?.isDirectory()) return;
  if (there) throw Object.assign(new Error(`not a folder: ${path}`), {code: "ENOTDIR"});
  makeFolders(dirname(path));
  mkdirSync(path);
}

function reasonOf({code, errno, message}: NodeJS.ErrnoException): string {
  if (code === "EEXIST" || code === "ENOTDIR") return "a file is in its place";
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;
}
