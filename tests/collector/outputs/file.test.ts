import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {file} from "../../../collector/outputs/file.ts";
import type {Message} from "../../../collector/watch/message.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const message = (text: string): Message => ({id: text, at: 0, kind: "alerts", alerts: [], text});
const {signal} = new AbortController();

function opened(root: string, given: object = {}) {
  return file.create(file.options.parse({path: "logs/alerts.ndjson", ...given}), {root, env: {}});
}

test("file.deliver() adds whole lines, and rotates by size, the oldest going", async (t) => {
  const root = temporaryFolder(t);
  const output = opened(root, {maxBytes: 1024, keep: 2});
  t.after(() => output.close());
  const line = (n: number) => `${String(n).padStart(400, "0")}\n`;
  for (let n = 0; n < 9; n++) await output.deliver(message(line(n)), signal);
  const folder = join(root, "logs");
  assert.deepEqual(readdirSync(folder).sort(), ["alerts.ndjson", "alerts.ndjson.1", "alerts.ndjson.2"]);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  assert.equal(read("alerts.ndjson"), line(8));
  assert.equal(read("alerts.ndjson.1"), line(6) + line(7));
  assert.equal(read("alerts.ndjson.2"), line(4) + line(5));
});

test("file.deliver() begins a new file when somebody took the old one away", async (t) => {
  const root = temporaryFolder(t);
  const output = opened(root);
  t.after(() => output.close());
  const path = join(root, "logs/alerts.ndjson");
  await output.deliver(message("1\n"), signal);
  renameSync(path, `${path}.old`);
  await output.deliver(message("2\n"), signal);
  assert.ok(existsSync(path));
  assert.equal(readFileSync(path, "utf8"), "2\n");
});

test("file.deliver() begins a new line after one that a killed process left half", async (t) => {
  const root = temporaryFolder(t);
  const path = join(root, "alerts.ndjson");
  writeFileSync(path, '{"a":1}\n{"b":');
  const output = opened(root, {path: "alerts.ndjson"});
  t.after(() => output.close());
  await output.deliver(message('{"b":2}\n'), signal);
  await output.deliver(message('{"c":3}\n'), signal);
  assert.equal(readFileSync(path, "utf8"), '{"a":1}\n{"b":\n{"b":2}\n{"c":3}\n');
});
