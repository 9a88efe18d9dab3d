import {cpSync, mkdirSync, symlinkSync} from "node:fs";
import {dirname, join} from "node:path";
import type {AfterTest} from "../../tests/support/after-test.ts";
import {repositoryFiles} from "../../tests/support/repository-files.ts";
import {root} from "../../tests/support/root.ts";
import {temporaryFolder} from "../../tests/support/temporary-folder.ts";

/** A copy of the checkout as a clone would be after `npm ci`: no data, no caches, no build. Returns its folder. */
export function freshCheckout(scope: AfterTest): string {
  const folder = temporaryFolder(scope, {prefix: "weir-clone-"});
  for (const file of repositoryFiles()) {
    mkdirSync(dirname(join(folder, file)), {recursive: true});
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}
