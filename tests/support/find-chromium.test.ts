import assert from "node:assert/strict";
import {chmodSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {findChromium} from "./find-chromium.ts";
import {temporaryFolder} from "./temporary-folder.ts";

const none = () => "/nowhere/chrome";

test("findChromium() takes WEIR_CHROMIUM, then PATH in its order of names, then what playwright fetched", (t) => {
  const folder = temporaryFolder(t);
  const program = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, "#!/bin/sh\n");
    chmodSync(path, 0o755);
    return path;
  };
  const own = program("own");
  const env = {PATH: `/nowhere:${folder}`};
  assert.equal(findChromium({env, fetched: none}), undefined);
  assert.equal(findChromium({env, fetched: () => own}), own);
  const chrome = program("google-chrome");
  assert.equal(findChromium({env, fetched: () => own}), chrome);
  const chromium = program("chromium");
  assert.equal(findChromium({env, fetched: none}), chromium);
  assert.equal(findChromium({env: {...env, WEIR_CHROMIUM: own}, fetched: none}), own);
});

test("findChromium() passes over folders and files that are no programs", (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "chromium"));
  writeFileSync(join(folder, "google-chrome"), "", {mode: 0o644});
  assert.equal(findChromium({env: {PATH: folder}, fetched: none}), undefined);
});

test("findChromium() names a WEIR_CHROMIUM that cannot be run", () => {
  assert.throws(() => findChromium({env: {WEIR_CHROMIUM: "/nowhere"}}), /cannot run WEIR_CHROMIUM: \/nowhere \(write/);
});
