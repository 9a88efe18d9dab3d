import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {AppendedFile} from "../../../collector/serve/appended-file.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

test("file.append() puts the file aside when it is long, keeps some, and loses no line of those", async (t) => {
  const folder = temporaryFolder(t);
  const said: string[] = [];
  const file = new AppendedFile(join(folder, "access.log"), (line) => said.push(line), {mostBytes: 100, older: 2});
  for (let i = 10; i < 90; i++) {
    file.append(`line ${i}`);
    await file.flush();
  }
  assert.deepEqual(readdirSync(folder).sort(), ["access.log", "access.log.1", "access.log.2"]);
  const lines = ["access.log.2", "access.log.1", "access.log"].flatMap((name) =>
    readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1)
  );
  assert.ok(lines.length > 25 && lines.length < 45, `${lines.length} lines`);
  assert.deepEqual(
    lines,
    Array.from({length: lines.length}, (_, i) => `line ${90 - lines.length + i}`)
  );
  assert.deepEqual(said, []);
});
