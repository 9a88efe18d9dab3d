import assert from "node:assert/strict";
import {appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Spool} from "../../collector/spool.ts";
import {diskFiles, type SpoolFiles} from "../../collector/spool-files.ts";
import type {SpoolRecord} from "../../collector/spool-record.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const batch = (n: number): Omit<SpoolRecord, "seq"> => ({
  source: "s",
  at: 0,
  dataset: "readings",
  read: 1,
  cursor: n,
  records: [{time: n, source: "s", series: "a/b", value: n, quality: "good"}]
});

async function cursors(spool: Spool, from = 0): Promise<unknown[]> {
  const found = [];
  for await (const {cursor} of spool.read(from)) found.push(cursor);
  return found;
}

const segments = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

test("spool.append() numbers batches and spool.read() gives them back in order", async (t) => {
  const spool = await Spool.open(temporaryFolder(t));
  const numbers = await Promise.all([1, 2, 3].map((n) => spool.append(batch(n))));
  assert.deepEqual(numbers, [1, 2, 3]);
  assert.deepEqual(await cursors(spool), [1, 2, 3]);
  assert.deepEqual(await cursors(spool, 2), [3]);
  await spool.close();
});

test("Spool.open() finds what an earlier process accepted and goes on counting", async (t) => {
  const folder = temporaryFolder(t);
  const first = await Spool.open(folder);
  await first.append(batch(1));
  await first.close();
  const second = await Spool.open(folder);
  assert.equal(await second.append(batch(2)), 2);
  assert.deepEqual(await cursors(second), [1, 2]);
  await second.close();
});

test("Spool.open() skips a torn last record, wherever it is torn", async (t) => {
  const folder = temporaryFolder(t);
  const spool = await Spool.open(folder);
  await spool.append(batch(1));
  const [path] = segments(folder);
  const whole = readFileSync(path!).length;
  await spool.append(batch(2));
  await spool.close();
  const bytes = readFileSync(path!);
  for (let length = whole; length < bytes.length; length++) {
    writeFileSync(path!, bytes.subarray(0, length));
    const torn = await Spool.open(folder);
    assert.deepEqual(await cursors(torn), [1], `torn at ${length}`);
    assert.equal(torn.lastSeq, 1);
    await torn.close();
  }
});

test("Spool.open() skips a last record with a flipped bit", async (t) => {
  const folder = temporaryFolder(t);
  const spool = await Spool.open(folder);
  await spool.append(batch(1));
  const [path] = segments(folder);
  const whole = readFileSync(path!).length;
  await spool.append(batch(2));
  await spool.close();
  const bytes = readFileSync(path!);
  for (let at = whole; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1 << (at % 8);
    writeFileSync(path!, damaged);
    const reopened = await Spool.open(folder);
    assert.deepEqual(await cursors(reopened), [1], `flipped at ${at}`);
    await reopened.close();
  }
});

test("spool.append() after a torn tail goes to a new segment that hides the tail", async (t) => {
  const folder = temporaryFolder(t);
  const first = await Spool.open(folder);
  await first.append(batch(1));
  await first.append(batch(2));
  await first.close();
  const [path] = segments(folder);
  truncateSync(path!, readFileSync(path!).length - 1);
  const second = await Spool.open(folder);
  assert.equal(await second.append(batch(3)), 2);
  await second.close();
  appendFileSync(path!, "late garbage");
  const third = await Spool.open(folder);
  assert.deepEqual(await cursors(third), [1, 3]);
  await third.close();
});

for (const code of ["ENOSPC", "EIO"])
  test(`spool.append() rejects on ${code} and accepts the same batch later, once`, async (t) => {
    const folder = temporaryFolder(t);
    const faults = {left: 0};
    const spool = await Spool.open(folder, {}, {files: failing(code, faults)});
    await spool.append(batch(1));
    faults.left = 2;
    await assert.rejects(spool.append(batch(2)), {code});
    await assert.rejects(spool.append(batch(2)), {code});
    assert.equal(await spool.append(batch(2)), 2);
    await spool.append(batch(3));
    assert.deepEqual(await cursors(spool), [1, 2, 3]);
    await spool.close();
    const reopened = await Spool.open(folder);
    assert.deepEqual(await cursors(reopened), [1, 2, 3], "the failed writes had reached the file");
    await reopened.close();
  });

/** Real files whose sync fails, after the bytes were written, as long as faults are left. */
function failing(code: string, faults: {left: number}): SpoolFiles {
  return {
    ...diskFiles,
    async create(path) {
      const file = await diskFiles.create(path);
      return {
        ...file,
        async sync() {
          if (faults.left-- > 0) throw Object.assign(new Error(`${code}: injected`), {code});
          await file.sync();
        }
      };
    }
  };
}

test("spool.release() deletes segments at or below the watermark and nothing above", async (t) => {
  const folder = temporaryFolder(t);
  const spool = await Spool.open(folder, {segmentBytes: 1});
  for (const n of [1, 2, 3]) await spool.append(batch(n));
  assert.equal(segments(folder).length, 3);
  await spool.release(2);
  assert.equal(segments(folder).length, 1);
  assert.deepEqual(await cursors(spool), [3]);
  await spool.release(3);
  assert.equal(segments(folder).length, 0);
  assert.equal(await spool.append(batch(4)), 4);
  await spool.close();
});

test("spool.release() does not mind a segment that somebody has deleted", async (t) => {
  const folder = temporaryFolder(t);
  const spool = await Spool.open(folder, {segmentBytes: 1});
  for (const n of [1, 2]) await spool.append(batch(n));
  rmSync(segments(folder)[0]!);
  await spool.release(2);
  assert.deepEqual(segments(folder), []);
  await spool.close();
});

test("spool.release() lets appends go on though a segment cannot be removed", async (t) => {
  const remove = async (): Promise<void> => {
    throw new Error("input/output error");
  };
  const spool = await Spool.open(temporaryFolder(t), {maxBytes: 1, segmentBytes: 1}, {files: {...diskFiles, remove}});
  await spool.append(batch(1));
  const second = spool.append(batch(2));
  await assert.rejects(spool.release(1), /input\/output error/);
  assert.equal(await second, 2);
  await spool.close();
});

test("spool.append() waits at the spool's bound until release() makes room", async (t) => {
  const spool = await Spool.open(temporaryFolder(t), {maxBytes: 1, segmentBytes: 1});
  await spool.append(batch(1));
  let accepted = false;
  const second = spool.append(batch(2)).then(() => {
    accepted = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(accepted, false);
  await spool.release(1);
  await second;
  await spool.close();
});

test("Spool.open() numbers above the lake's watermark when the spool is empty", async (t) => {
  const spool = await Spool.open(temporaryFolder(t), {watermark: 41});
  assert.equal(await spool.append(batch(1)), 42);
  await spool.close();
});
