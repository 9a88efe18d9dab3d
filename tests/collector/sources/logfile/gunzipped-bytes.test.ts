import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {open} from "node:fs/promises";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {gzipSync} from "node:zlib";
import {GunzippedBytes} from "../../../../collector/sources/logfile/gunzipped-bytes.ts";
import {afterTest} from "../../../support/after-test.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";

async function opened(t: TestContext, bytes: Buffer): Promise<GunzippedBytes> {
  const path = join(temporaryFolder(t), "log.gz");
  writeFileSync(path, bytes);
  const text = new GunzippedBytes(await open(path));
  afterTest(t, () => text.close());
  return text;
}

async function readAll(text: GunzippedBytes): Promise<string> {
  const buffer = Buffer.alloc(1000);
  let all = "";
  for (let length = buffer.length; length === buffer.length; ) {
    length = await text.read(buffer, all.length);
    all += buffer.toString("latin1", 0, length);
  }
  return all;
}

const long = Array.from({length: 20_000}, (_, i) => `line ${i * 7919}\n`).join("");

test("gunzippedBytes.read() gives the text, that of several members included", async (t) => {
  const text = await opened(t, Buffer.concat([gzipSync(long), gzipSync("more\n"), Buffer.alloc(100)]));
  assert.equal(await readAll(text), `${long}more\n`);
  assert.equal(text.damage, null);
});

test("gunzippedBytes.read() looks back within what was asked for last, and no further", async (t) => {
  const text = await opened(t, gzipSync(long));
  const buffer = Buffer.alloc(100);
  await text.read(buffer, 150_000);
  assert.equal(await text.read(buffer, 150_000), 100);
  assert.equal(buffer.toString(), long.slice(150_000, 150_100));
  assert.equal(await text.read(buffer, long.length - 30), 30);
  await assert.rejects(text.read(buffer, 0), /^Error: cannot go back in a compressed file: 0$/);
});

test("gunzippedBytes.read() gives what comes before damage, and tells it", async (t) => {
  const whole = gzipSync(long);
  const torn = await opened(t, whole.subarray(0, whole.length / 2));
  const read = await readAll(torn);
  assert.ok(read.length > long.length / 3 && long.startsWith(read), String(read.length));
  assert.equal(torn.damage, "unexpected end of file");
  const empty = await opened(t, Buffer.alloc(0));
  assert.deepEqual([await readAll(empty), empty.damage], ["", "unexpected end of file"]);
});
