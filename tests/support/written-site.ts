import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {AfterTest} from "./after-test.ts";
import {temporaryFolder} from "./temporary-folder.ts";

/** A project of nothing but these files, by path. Returns its root. */
export function writtenSite(t: AfterTest, files: Record<string, string>): string {
  const root = temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), text);
  }
  return root;
}
