import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {chmodSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {test} from "node:test";
import {afterTest} from "../../../support/after-test.ts";
import {Following} from "./following.ts";

test("logReader.poll() says in words what cannot be a log", async (t) => {
  const log = new Following(t);
  const says = (message: RegExp) => assert.rejects(log.poll(), message);
  await says(/^Error: cannot read log file: .*access\.log \(no such file or folder\)$/);
  mkdirSync(log.path);
  await says(/^Error: cannot read log file: .*access\.log \(it is a folder\)$/);
  rmSync(log.path, {recursive: true});
  execFileSync("mkfifo", [log.path]);
  await says(/^Error: cannot read log file: .*access\.log \(it is a pipe, which can be read only once/);
  rmSync(log.path);
  log.create("one\n");
  assert.deepEqual(await log.poll(), ["one"]);
});

test("logReader.poll() says that it may not read", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  if (process.getuid?.() === 0) {
    process.seteuid!(65_534);
    afterTest(t, () => process.seteuid!(0));
  } else {
    chmodSync(log.path, 0);
    afterTest(t, () => chmodSync(log.path, 0o600));
  }
  await assert.rejects(log.poll(), /^Error: cannot read log file: .*access\.log \(permission denied\)$/);
});

test("logReader.poll() says that a log is gone when it has not come back for a while", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  renameSync(log.path, log.at(".1"));
  assert.deepEqual(await log.poll(10), []);
  await assert.rejects(log.poll(), /^Error: log file is gone: .*access\.log$/);
  await log.stop();
  log.create("two\n");
  assert.deepEqual(await log.poll(), ["two"]);
  assert.deepEqual(log.losses, []);
});

test("logReader.poll() starts at the start with a cursor of another form", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  log.cursor = {device: 1, inode: 2, offset: 4, fingerprint: "", fingerprintBytes: 4} as never;
  assert.deepEqual(await log.poll(), ["one"]);
});

test("logReader.poll() skips the hole of a cut log whose writer goes on at its old offset", async (t) => {
  const log = new Following(t);
  log.create();
  log.write("one\n".repeat(1000));
  await log.poll();
  truncateSync(log.path);
  truncateSync(log.path, 5_000_000);
  assert.deepEqual(await log.poll(3), []);
  log.write("two\n");
  assert.deepEqual(await log.poll(), ["two"]);
});

test("logReader.poll() gives the beginning of a line of any length, and the line after it", async (t) => {
  const log = new Following(t, undefined, 1000);
  log.create(`one\n${"x".repeat(3_000_000)}`);
  assert.deepEqual(await log.poll(), ["one"]);
  log.write("y".repeat(100));
  assert.deepEqual(await log.poll(), []);
  log.write("\ntwo\n");
  const read = await log.poll();
  assert.deepEqual(
    read.map((line) => line.length),
    [1000, 3]
  );
  await log.stop();
  assert.deepEqual(await log.poll(), []);
});

test("logReader.poll() reads a file of many blocks, each line once", async (t) => {
  const log = new Following(t);
  const lines = Array.from({length: 60_000}, (_, i) => `${i} ${"x".repeat(i % 97)}`);
  writeFileSync(log.path, `${lines.join("\r\n")}\r\n`);
  assert.deepEqual(await log.poll(), lines);
});
