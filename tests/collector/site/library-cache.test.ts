import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {LibraryCache} from "../../../collector/site/library-cache.ts";
import type {AfterTest} from "../../support/after-test.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

function filledCache(t: AfterTest) {
  const root = temporaryFolder(t);
  const folder = join(root, "src/.observablehq");
  const library = join(folder, "cache/_npm/d3@7.0.0/_esm.js");
  const install = (version: string) => writeFileSync(join(root, "package-lock.json"), version);
  const cache = new LibraryCache(join(root, "src"));
  const fill = () => {
    mkdirSync(join(library, ".."), {recursive: true});
    writeFileSync(library, "");
  };
  install("7.0.0");
  cache.refresh(root);
  fill();
  return {root, folder, library, install, cache, fill};
}

test("cache.refresh() keeps libraries while the same versions are installed, and drops them with others", (t) => {
  const {root, library, install, cache} = filledCache(t);
  cache.refresh(root);
  assert.ok(existsSync(library));
  install("7.0.1");
  cache.refresh(root);
  assert.ok(!existsSync(library));
});

test("cache.refresh() drops libraries when a process died while writing them, and only once", (t) => {
  const {root, folder, library, cache, fill} = filledCache(t);
  const gone = 2 ** 22 + 1;
  new LibraryCache(join(root, "src"), {pid: gone}).fill();
  cache.refresh(root);
  assert.ok(!existsSync(library));
  fill();
  cache.refresh(root);
  assert.ok(existsSync(library));
  assert.deepEqual(readdirSync(folder).sort(), ["cache", "libraries.key"]);
});

test("cache.fill() withdraws its note after a quiet while", async (t) => {
  const {folder, cache} = filledCache(t);
  cache.fill(10);
  assert.ok(readdirSync(folder).includes(`filling-${process.pid}`));
  await waitFor(() => !readdirSync(folder).includes(`filling-${process.pid}`));
});
