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

test("file.append() keeps lines whole and in turn that wait in many blocks, of any length and script", async (t) => {
  const path = join(temporaryFolder(t), "access.log");
  const file = new AppendedFile(path, assert.fail);
  const lines = Array.from({length: 3000}, (_, i) => `${i} ${["a", "ü", "漢", "😀"][i % 4]!.repeat(i % 200)}`);
  lines.splice(1500, 0, "long ".repeat(50_000), "", "漢".repeat(70_000));
  for (const [i, line] of lines.entries()) {
    file.append(line);
    if (i % 1000 === 999) void file.flush();
  }
  await file.flush();
  assert.deepEqual(readFileSync(path, "utf8").split("\n"), [...lines, ""]);
});
