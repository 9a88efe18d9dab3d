import {existsSync} from "node:fs";
import {readdir} from "node:fs/promises";
import {basename, dirname} from "node:path";
import {Away} from "../../source.ts";
import {fileProblem} from "../shared/file-problem.ts";

/**
 * The files that a path means, by name, in the order of their names: one, or those that `*` in its last part stands for,
 * hidden ones left out. Throws when the file or the folder is not there.
 */
export async function matchingFiles(path: string): Promise<string[]> {
  const name = basename(path);
  const isPattern = name.includes("*");
  const place = isPattern ? dirname(path) : path;
  if (!existsSync(place))
    throw new Away(`${cannotRead(place, isPattern)} (no such file or folder)`, () => existsSync(place));
  if (!isPattern) return [name];
  try {
    const entries = await readdir(place, {withFileTypes: true});
    const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
    return names.filter(patternOf(name)).sort();
  } catch (cause) {
    throw new Error(`${cannotRead(place, true)} (${fileProblem(cause)})`, {cause});
  }
}

const cannotRead = (place: string, isFolder: boolean): string =>
  `cannot read CSV ${isFolder ? "folder" : "file"}: ${place}`;

function patternOf(pattern: string): (name: string) => boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const whole = new RegExp(`^${literal.join(".*")}$`, "s");
  return (name) => whole.test(name) && (pattern.startsWith(".") || !name.startsWith("."));
}
