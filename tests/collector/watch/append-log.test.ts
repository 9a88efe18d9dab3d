import assert from "node:assert/strict";
import {appendFileSync, mkdirSync, readFileSync, rmdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {AppendLog} from "../../../collector/watch/append-log.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

async function linesOf(path: string): Promise<{lines: unknown[]; damaged: number}> {
  const lines: unknown[] = [];
  const log = await AppendLog.open<unknown>(path, (line) => void lines.push(line));
  await log.close();
  return {lines, damaged: log.damaged};
}

test("log.append() has lines on disk when it resolves, in the order in which they came", async (t) => {
  const path = join(temporaryFolder(t), "deep", "log.ndjson");
  const log = await AppendLog.open<number>(path, () => {});
  t.after(() => log.close());
  log.note([0]);
  await Promise.all([log.append([1, 2]), log.append([3])]);
  assert.equal(readFileSync(path, "utf8"), "0\n1\n2\n3\n");
});

test("AppendLog.open() leaves out what a crash tore or damaged, and goes on after it", async (t) => {
  const path = join(temporaryFolder(t), "log.ndjson");
  writeFileSync(path, '{"a":1}\n\0\0\0\0\n{"a":2}\n{"a":');
  const log = await AppendLog.open<unknown>(path, () => {});
  assert.equal(log.damaged, 2);
  await log.append([{a: 3}]);
  await log.close();
  assert.deepEqual(await linesOf(path), {lines: [{a: 1}, {a: 2}, {a: 3}], damaged: 1});
});

test("log.replace() puts other lines in place, and goes on with them", async (t) => {
  const path = join(temporaryFolder(t), "log.ndjson");
  const log = await AppendLog.open<number>(path, () => {});
  await log.append([1, 2, 3]);
  await log.replace(() => [3]);
  await log.append([4]);
  await log.close();
  assert.deepEqual((await linesOf(path)).lines, [3, 4]);
});

test("log.append() writes over what a torn write left behind", async (t) => {
  const path = join(temporaryFolder(t), "log.ndjson");
  writeFileSync(path, "1\n");
  const log = await AppendLog.open<number>(path, () => {});
  appendFileSync(path, '"torn');
  await log.append([2]);
  await log.close();
  assert.equal(readFileSync(path, "utf8"), "1\n2\n");
});

test("log.append() is kept where the log could not be written anew beside it", async (t) => {
  const path = join(temporaryFolder(t), "log.ndjson");
  const log = await AppendLog.open<number>(path, () => {});
  t.after(() => log.close());
  await log.append([1]);
  mkdirSync(`${path}.new`);
  log.note([2]);
  const anew = log.replace(() => [1, 2, 3]);
  await Promise.all([assert.rejects(anew, {code: "EISDIR"}), log.append([3])]);
  assert.equal(readFileSync(path, "utf8"), "1\n2\n3\n");
  rmdirSync(`${path}.new`);
  log.note([4]);
  await log.replace(() => [3, 4]);
  await log.append([5]);
  assert.equal(readFileSync(path, "utf8"), "3\n4\n5\n");
});
