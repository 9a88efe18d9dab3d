import {mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const folder = (root: string): string => join(root, "node_modules", ".cache", "weir-validate");

/** What was kept under a name; undefined when nothing was. */
export function keptJson<Value>(root: string, name: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(join(folder(root), name), "utf8"));
  } catch {
    return undefined;
  }
}

/** Keeps a value that is costly to find; where that cannot be done, it is found again next time. */
export function keepJson<Value>(root: string, name: string, value: Value): Value {
  const path = join(folder(root), name);
  try {
    mkdirSync(folder(root), {recursive: true});
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(value));
    renameSync(`${path}.${process.pid}`, path);
  } catch {}
  return value;
}
