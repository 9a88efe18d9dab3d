import {mkdirSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {isRunning} from "../is-running.ts";

/**
 * Makes a folder for what loaders print while this process runs, away from Framework's cache, and removes those that
 * processes left behind which have ended.
 */
export function outputFolder(root: string, {pid = process.pid} = {}): {path: string; remove(): void} {
  const folder = join(root, "src", ".observablehq", "dev");
  mkdirSync(folder, {recursive: true});
  const remove = (name: string) => rmSync(join(folder, name), {recursive: true, force: true});
  for (const name of readdirSync(folder)) if (Number(name) === pid || !isRunning(Number(name))) remove(name);
  const name = String(pid);
  mkdirSync(join(folder, name));
  return {path: join(folder, name), remove: () => remove(name)};
}
