import assert from "node:assert/strict";
import {
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {gzipSync} from "node:zlib";
import {Following} from "./following.ts";

/** Two thousand bytes that differ in each line. */
const some = (word: string): string => Array.from({length: 40}, (_, i) => `${word} ${i} ${"x".repeat(40)}\n`).join("");
const alike = "# the same at the start of every file\n".repeat(250);

/** A reader that has read `one` and was stopped. */
async function stopped(t: TestContext, text = "one\n"): Promise<Following> {
  const log = new Following(t);
  log.create(text);
  await log.poll();
  await log.stop();
  return log;
}

function compress(path: string): void {
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  rmSync(path);
}

test("logReader.poll() reads on in a file that was renamed and compressed before its end was read", async (t) => {
  const log = await stopped(t, some("first"));
  log.write("late\n");
  renameSync(log.path, log.at(".1"));
  compress(log.at(".1"));
  log.create("new\n");
  assert.deepEqual(await log.poll(), ["late", "new"]);
  assert.deepEqual(log.losses, []);
});

test("logReader.poll() reads every file of several rotations in order, whatever they are called", async (t) => {
  const names = [
    [".3.gz", ".2.gz", ".1"],
    ["-20240709.gz", "-20240710.gz", "-20240711"],
    [".2024-07-09_23-59", ".2024-07-10_23-59.gz", ".2024-07-11_23-59"]
  ];
  for (const [first, second, third] of names) {
    const log = await stopped(t);
    const put = (suffix: string, text: string) =>
      writeFileSync(log.at(suffix), suffix.endsWith(".gz") ? gzipSync(text) : text);
    rmSync(log.path);
    put(first!, "one\ntwo\n");
    put(second!, "three\n");
    put(third!, "four\n");
    log.create("five\n");
    assert.deepEqual(await log.poll(), ["two", "three", "four", "five"], first);
    assert.deepEqual(log.losses, []);
  }
});

test("logReader.poll() leaves what was rotated before the first start, also when its log is gone later", async (t) => {
  const log = new Following(t);
  writeFileSync(log.at(".2"), "older\n");
  writeFileSync(log.at(".1.gz"), gzipSync("old\n"));
  log.create("one\n");
  assert.deepEqual(await log.poll(), ["one"]);
  await log.stop();
  rmSync(log.path);
  log.create("two\n");
  assert.deepEqual(await log.poll(2), ["two"]);
  assert.equal(log.losses.length, 1);
});

test("logReader.poll() takes a new file with the inode of the old one for new", async (t) => {
  const log = await stopped(t);
  renameSync(log.path, log.at(".1"));
  log.create("two\nthree\n");
  log.cursor!.files[0]!.inode = String(statSync(log.path, {bigint: true}).ino);
  assert.deepEqual(await log.poll(), ["two", "three"]);
});

test("logReader.poll() goes on in a file whose inode has changed", async (t) => {
  const log = await stopped(t);
  const change = () => {
    copyFileSync(log.path, log.at("~"));
    renameSync(log.at("~"), log.path);
  };
  change();
  log.write("two\n");
  assert.deepEqual(await log.poll(), ["two"]);
  change();
  log.write("three\n");
  assert.deepEqual(await log.poll(2), ["three"]);
  assert.deepEqual(log.losses, []);
});

test("logReader.poll() tells files apart that begin with the same 9 KiB", async (t) => {
  const log = await stopped(t, `${alike}one\n`);
  renameSync(log.path, log.at(".1"));
  log.create(`${alike}two\n`);
  assert.deepEqual((await log.poll()).slice(250), ["two"]);
  copyFileSync(log.path, log.at(".0"));
  truncateSync(log.path);
  log.write(`${alike}three, which is longer\n`);
  assert.deepEqual((await log.poll(2)).slice(250), ["three, which is longer"]);
  assert.deepEqual(log.losses, []);
});

test("logReader.poll() reads what copytruncate left in the copy, then the log from its start", async (t) => {
  for (const live of [true, false]) {
    const log = new Following(t);
    log.create(some("first"));
    await log.poll();
    if (!live) await log.stop();
    log.write("late\n");
    copyFileSync(log.path, log.at(".1"));
    truncateSync(log.path);
    log.write(some("second, which has grown past the offset"));
    const read = await log.poll(2);
    assert.deepEqual([read[0], read.length], ["late", 41]);
    assert.deepEqual(log.losses, []);
  }
});

test("logReader.poll() does not read a copy before the log is cut", async (t) => {
  const log = await stopped(t, "one\n");
  renameSync(log.path, log.at(".1"));
  log.create("two\nthree\n");
  renameSync(log.at(".1"), log.at(".2"));
  copyFileSync(log.path, log.at(".1"));
  truncateSync(log.at(".1"), 6);
  assert.deepEqual(await log.poll(), ["two", "three"]);
});

test("logReader.poll() reads the copy of a log that was empty when it was last looked at", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  renameSync(log.path, log.at(".1"));
  log.create();
  await log.poll();
  log.write("two\n");
  renameSync(log.at(".1"), log.at(".2"));
  copyFileSync(log.path, log.at(".1"));
  truncateSync(log.path);
  log.write("three\n");
  assert.deepEqual(await log.poll(), ["two", "three"]);
});

test("logReader.poll() reads what a writer adds to a renamed file, late and after a restart", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  renameSync(log.path, log.at(".1"));
  log.create("two\n");
  writeFileSync(log.at(".1"), "late\n", {flag: "a"});
  assert.deepEqual(await log.poll(2), ["late", "two"]);
  writeFileSync(log.at(".1"), "later\n", {flag: "a"});
  assert.deepEqual(await log.poll(), ["later"]);
  await log.stop();
  writeFileSync(log.at(".1"), "latest\n", {flag: "a"});
  assert.deepEqual(await log.poll(20), ["latest"]);
});

test("logReader.poll() takes the last line of a rotated file without its end when nobody has added to it", async (t) => {
  const log = new Following(t);
  log.create("one\ntw");
  await log.poll();
  renameSync(log.path, log.at(".1"));
  log.create("three\n");
  assert.deepEqual(await log.poll(3), ["three"]);
  writeFileSync(log.at(".1"), "o", {flag: "a"});
  assert.deepEqual(await log.poll(3), []);
  assert.deepEqual(await log.poll(10), ["two"]);
  renameSync(log.path, log.at(".0"));
  writeFileSync(log.at(".0"), "unfinished", {flag: "a"});
  await log.stop();
  compress(log.at(".0"));
  log.create("four\n");
  assert.deepEqual(await log.poll(), ["unfinished", "four"]);
});

test("logReader.poll() reads the original while its compressed file is half written", async (t) => {
  const log = await stopped(t);
  log.write("two\n");
  renameSync(log.path, log.at(".1"));
  writeFileSync(log.at(".1.gz"), gzipSync("one\ntwo\n").subarray(0, 15));
  log.create("three\n");
  assert.deepEqual(await log.poll(), ["two", "three"]);
  assert.deepEqual(log.losses, []);
});

test("logReader.poll() follows a link from day to day, and through the days when it was stopped", async (t) => {
  const log = new Following(t);
  const day = (date: string, text: string) => {
    const target = join(log.folder, `access-${date}.log`);
    writeFileSync(target, text);
    rmSync(log.path, {force: true});
    symlinkSync(target, log.path);
    return target;
  };
  const first = day("2024-07-09", "one\n");
  assert.deepEqual(await log.poll(), ["one"]);
  writeFileSync(first, "two\n", {flag: "a"});
  day("2024-07-10", "three\n");
  assert.deepEqual(await log.poll(), ["two", "three"]);
  await log.stop();
  day("2024-07-11", "four\n");
  day("2024-07-12", "five\n");
  assert.deepEqual(await log.poll(), ["four", "five"]);
  assert.deepEqual(log.losses, []);
});
