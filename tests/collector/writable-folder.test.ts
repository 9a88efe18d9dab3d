import assert from "node:assert/strict";
import {existsSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {makeWritableFolder} from "../../collector/writable-folder.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

test("makeWritableFolder() makes what is missing, and is content with what is there", (t) => {
  const folder = join(temporaryFolder(t), "a", "b");
  makeWritableFolder(folder);
  makeWritableFolder(folder);
  assert.ok(existsSync(folder));
});

test("makeWritableFolder() says that a file is in the way", (t) => {
  const file = join(temporaryFolder(t), "file");
  writeFileSync(file, "");
  for (const folder of [file, join(file, "below")])
    assert.throws(() => makeWritableFolder(folder), {
      message: `cannot write to folder: ${folder} (a file is in its place)`
    });
});
