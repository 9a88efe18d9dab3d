import assert from "node:assert/strict";
import {copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import {Following} from "./following.ts";

const some = (word: string, count = 40): string =>
  Array.from({length: count}, (_, i) => `${word} ${i} ${"x".repeat(40)}\n`).join("");

test("logReader.poll() tells that a log was cut, with the bytes that were seen", async (t) => {
  const log = new Following(t);
  log.create("one\nhalf a line");
  assert.deepEqual(await log.poll(), ["one"]);
  truncateSync(log.path);
  log.write("two\n");
  assert.deepEqual(await log.poll(3), ["two"]);
  assert.deepEqual(log.losses, ["log truncated before it was read: about 11 bytes of access.log are lost"]);
  assert.deepEqual(log.positions, ["4-15"]);
  await log.stop();
  assert.deepEqual(await log.poll(3), []);
  assert.equal(log.losses.length, 1);
});

test("logReader.poll() tells that a log was cut, or deleted, when nobody knows what was in it", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  await log.stop();
  truncateSync(log.path);
  log.write("two, which is longer\n");
  assert.deepEqual(await log.poll(2), ["two, which is longer"]);
  await log.stop();
  renameSync(log.path, log.at("~")); // keeps its inode until the new file has one of its own
  log.create("three\n");
  rmSync(log.at("~"));
  assert.deepEqual(await log.poll(2), ["three"]);
  assert.deepEqual(log.losses, [
    "log truncated: what was written to access.log after byte 4 is lost, if anything was",
    "log deleted: what was written to access.log after byte 21 is lost, if anything was"
  ]);
  assert.deepEqual(log.positions, ["4-", "21-"]);
});

test("logReader.poll() tells nothing at the first look, for a rotation may be under way", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  await log.stop();
  renameSync(log.path, log.at("~"));
  log.create("two\n");
  assert.deepEqual(await log.poll(), []);
  renameSync(log.at("~"), log.at(".1"));
  assert.deepEqual(await log.poll(), ["two"]);
  assert.deepEqual(log.losses, []);
});

test("logReader.poll() does not read a copy again that is shorter than what was read", async (t) => {
  for (const live of [true, false]) {
    const log = new Following(t);
    log.create(some("first"));
    await log.poll();
    copyFileSync(log.path, log.at(".1"));
    log.write("between the copy and the cut\n");
    assert.deepEqual(await log.poll(), ["between the copy and the cut"]);
    if (!live) await log.stop();
    truncateSync(log.path);
    log.write("after\n");
    assert.deepEqual(await log.poll(3), ["after"]);
    assert.equal(log.losses.length, 1);
    assert.match(log.losses[0]!, /^log truncated: what was written to access\.log after byte [\d,]+ is lost/);
  }
});

test("logReader.poll() knows such a copy also when the log itself is gone", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  log.write("two\n");
  copyFileSync(log.path, log.at(".1"));
  log.write("between the copy and the cut\n");
  await log.poll();
  await log.stop();
  rmSync(log.path);
  log.create("after\n");
  assert.deepEqual(await log.poll(2), ["after"]);
  assert.equal(log.losses.length, 1);
});

test("logReader.poll() tells that files are missing between two others", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  await log.stop();
  renameSync(log.path, log.at(".3"));
  writeFileSync(log.at(".1"), "three\n");
  log.create("four\n");
  assert.deepEqual(await log.poll(2), ["three", "four"]);
  assert.deepEqual(log.losses, [
    "logs deleted before they were read: those between access.log.3 and access.log.1 are lost, if there were any"
  ]);
});

test("logReader.poll() reads a file to its end that was deleted while it was read", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  log.write("two\n");
  rmSync(log.path);
  log.create("three\n");
  assert.deepEqual(await log.poll(2), ["two", "three"]);
  assert.deepEqual(log.losses, []);
});

test("logReader.poll() reads a damaged compressed file as far as it can, tells it once, and goes on", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  await log.stop();
  rmSync(log.path);
  const whole = gzipSync(`one\n${some("two", 20_000)}`);
  writeFileSync(log.at(".2.gz"), whole.subarray(0, whole.length / 2));
  writeFileSync(log.at(".1.gz"), "this is not what it is called");
  log.create("four\n");
  const read = await log.poll();
  assert.ok(read.length > 5000 && read.length < 15_000, String(read.length));
  assert.deepEqual([read[0]?.slice(0, 6), read.at(-1)], ["two 0 ", "four"]);
  assert.equal(log.losses.length, 2);
  assert.match(
    log.losses[0]!,
    /^log damaged: access\.log\.2\.gz cannot be decompressed after byte [\d,]+ of its text \(unexpected end of file\)/
  );
  assert.match(
    log.losses[1]!,
    /^log damaged: access\.log\.1\.gz .* after byte 0 of its text \(incorrect header check\)/
  );
  await log.stop();
  assert.deepEqual(await log.poll(3), []);
  assert.equal(log.losses.length, 2);
});

test("logReader.poll() tells that it cannot read what gzip did not compress, once, and goes on", async (t) => {
  const log = new Following(t);
  log.create("one\n");
  await log.poll();
  await log.stop();
  renameSync(log.path, log.at(".2"));
  writeFileSync(log.at(".1.zst"), Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 10, 4]));
  log.create("three\n");
  assert.deepEqual(await log.poll(2), ["three"]);
  const told = [
    "log compressed before it was read: access.log.1.zst cannot be read (let logrotate use gzip, or delaycompress)"
  ];
  assert.deepEqual(log.losses, told);
  await log.stop();
  log.write("four\n");
  assert.deepEqual(await log.poll(2), ["four"]);
  assert.deepEqual(log.losses, told);
});

test("logReader.poll() goes on at the end of a log that a power failure has cut back", async (t) => {
  for (const grown of ["", some("more", 100)]) {
    const log = new Following(t);
    log.create(some("first", 600));
    await log.poll();
    await log.stop();
    truncateSync(log.path, readFileSync(log.path).length - 500);
    log.write(grown);
    const read = await log.poll(2);
    assert.ok(read.length <= 100, `read again: ${read.length}`);
    log.write("\nnew\n");
    assert.equal((await log.poll()).at(-1), "new");
    assert.equal(log.losses.length, 1);
    assert.match(log.losses[0]!, /^log truncated/);
  }
});
