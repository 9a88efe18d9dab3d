import assert from "node:assert/strict";
import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import test from "node:test";
import {hour} from "../../../../data/demo/calendar.ts";
import {allFolders, foldersAt} from "../../../../data/demo/folders.ts";
import {licenceFolders} from "../../../../data/demo/live/licence-folders.ts";
import {anchor, temporaryFolder} from "../fixture.ts";

test("licenceFolders(root) has the folders of the moment, whatever stood there before", (t) => {
  const root = temporaryFolder(t);
  const folders = licenceFolders(root);
  for (const time of [anchor, anchor + 3 * hour, anchor - 9 * hour]) {
    folders.tick(time);
    for (const [name, expected] of Object.entries(foldersAt(time)))
      assert.deepEqual(readdirSync(join(root, name)).toSorted(), expected.toSorted());
  }
});

test("licenceFolders(root) leaves alone what is not its own", (t) => {
  const root = temporaryFolder(t);
  const gone = allFolders["dummy-resources"].find((name) => !foldersAt(anchor)["dummy-resources"].includes(name))!;
  mkdirSync(join(root, "dummy-resources", gone), {recursive: true});
  writeFileSync(join(root, "dummy-resources", gone, "notes.txt"), "mine");
  mkdirSync(join(root, "resources", "mine"), {recursive: true});
  licenceFolders(root).tick(anchor);
  assert.ok(readdirSync(join(root, "dummy-resources")).includes(gone));
  assert.ok(readdirSync(join(root, "resources")).includes("mine"));
});
