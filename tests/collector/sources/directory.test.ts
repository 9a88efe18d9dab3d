import assert from "node:assert/strict";
import {mkdirSync, renameSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {directory} from "../../../collector/sources/directory.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {collectFrom, inputs} from "./collecting.ts";
import {complies} from "./compliance.ts";

complies("directory", (t) => {
  const root = temporaryFolder(t);
  const path = join(root, "models");
  mkdirSync(path);
  return {
    source: directory.create({every: 100, folders: {resources: "models"}}, root),
    feed: () => 1,
    unplug: () => renameSync(path, `${path}.away`),
    replug: () => renameSync(`${path}.away`, path),
    away: /^cannot count folders: resources at .*models \(no such file or folder\)$/
  };
});

test("directory.read() counts subfolders, not files or links", async (t) => {
  const root = temporaryFolder(t);
  for (const name of ["a", "b", ".hidden"]) mkdirSync(join(root, name));
  writeFileSync(join(root, "file"), "");
  symlinkSync(join(root, "a"), join(root, "link"));
  const {records} = await collectFrom(directory.create({every: 100, folders: {models: "."}}, root), inputs(1), {
    now: () => 1000
  });
  assert.deepEqual(records, [{time: 1000, source: "tested", series: "models/count", value: 3, quality: "good"}]);
});

test("directory.read() counts what is there before it says what is missing", async (t) => {
  const root = temporaryFolder(t);
  const folders = {gone: "gone", here: ".", file: "file"};
  writeFileSync(join(root, "file"), "");
  const seen: unknown[] = [];
  await assert.rejects(
    collectFrom(directory.create({every: 100, folders}, root), ({records}) => {
      seen.push(...records.map(({series, value}) => [series, value]));
      return false;
    }),
    /cannot count folders: gone at .* \(no such file or folder\), file at .* \(not a folder\)/
  );
  assert.deepEqual(seen, [["here/count", 0]]);
});

test("directory.read() does not count sooner after a restart", async (t) => {
  const root = temporaryFolder(t);
  const source = directory.create({every: 300, folders: {here: "."}}, root);
  const {records, cursor} = await collectFrom(source, inputs(1));
  const again = await collectFrom(source, inputs(1), {cursor});
  assert.ok((again.records[0]!.time as number) - (records[0]!.time as number) >= 299);
});
