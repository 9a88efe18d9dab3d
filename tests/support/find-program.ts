import {accessSync, constants, statSync} from "node:fs";
import {delimiter, join} from "node:path";

/** Full path of the first of these programs that PATH has, or undefined. */
export function findProgram(names: string[], {env = process.env} = {}): string | undefined {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** Whether this is a file that this user may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
