import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {root} from "./support/root.ts";
import {temporaryFolder} from "./support/temporary-folder.ts";
import {testFiles} from "./support/test-files.ts";

const runTests = (...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "tests/run.ts", ...args], {cwd: root, encoding: "utf8"});

test("npm test -- PATH fails when no test file's path contains it", () => {
  const {status, stderr} = runTests("no-such-test");
  assert.equal(status, 1);
  assert.equal(stderr, "no test file's path contains: no-such-test\n");
});

test("npm test -- --help explains itself, and a wrong option is wrong usage", () => {
  assert.match(runTests("--help").stdout, /^Usage: npm test/);
  assert.equal(runTests("--colour").status, 2);
});

test("testFiles() filters by path and sets apart what must run alone", (t) => {
  const folder = temporaryFolder(t);
  for (const path of ["collector/spool.test.ts", "browser/overview.test.ts", "support/wait-for.ts"]) {
    mkdirSync(join(folder, "tests", path, ".."), {recursive: true});
    writeFileSync(join(folder, "tests", path), "");
  }
  const all = {together: ["tests/collector/spool.test.ts"], alone: ["tests/browser/overview.test.ts"]};
  assert.deepEqual(testFiles([], {folder}), all);
  assert.deepEqual(testFiles(["collector/spool"], {folder}), {...all, alone: []});
  assert.deepEqual(testFiles(["./tests/browser"], {folder}), {...all, together: []});
});
