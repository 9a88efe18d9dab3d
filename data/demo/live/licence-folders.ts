import {mkdirSync, readdirSync, rmdirSync} from "node:fs";
import {join} from "node:path";
import {allFolders, foldersAt} from "../folders.ts";
import type {Installation} from "./installation.ts";

/** The licence server's folders `resources` and `dummy-resources`, whose subfolders come and go. */
export function licenceFolders(root: string): Installation {
  return {
    tick(now) {
      const wanted = foldersAt(now);
      for (const name of ["resources", "dummy-resources"] as const)
        sync(join(root, name), wanted[name], allFolders[name]);
    },
    stop: () => {}
  };
}

/** Only folders of known names go, and only empty ones. */
function sync(folder: string, wanted: string[], known: string[]): void {
  mkdirSync(folder, {recursive: true});
  const present = new Set(readdirSync(folder));
  for (const name of wanted) if (!present.has(name)) mkdirSync(join(folder, name));
  for (const name of known) if (present.has(name) && !wanted.includes(name)) removeEmpty(join(folder, name));
}

function removeEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
