import assert from "node:assert/strict";
import {appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {spoolFolder} from "../../../collector/folders.ts";
import {noon, soundLake} from "../../support/sound-lake.ts";

test("verify() names a gap in the spool, which damage to an older segment is too", async (t) => {
  const {data, problems} = await soundLake(t);
  const [, second] = readdirSync(spoolFolder(data)).sort();
  const path = join(spoolFolder(data), second!);
  const bytes = readFileSync(path);
  rmSync(path);
  assert.deepEqual(await problems(), ["gap in the spool: batch 7 of meter follows 5"]);
  bytes[bytes.length - 9]! ^= 1;
  writeFileSync(path, bytes);
  assert.deepEqual(await problems(), ["gap in the spool: batch 7 of meter follows 5"]);
});

test("verify() names batches that stand behind damage in the newest segment, but takes a torn tail for what it is", async (t) => {
  const {data, problems} = await soundLake(t);
  const [fifth, sixth, seventh] = readdirSync(spoolFolder(data))
    .sort()
    .map((name) => join(spoolFolder(data), name)) as [string, string, string];
  appendFileSync(fifth, Buffer.concat([readFileSync(sixth), readFileSync(seventh)]));
  rmSync(sixth);
  rmSync(seventh);
  assert.deepEqual(await problems(), []);
  const bytes = readFileSync(fifth);
  truncateSync(fifth, bytes.length - 1);
  assert.deepEqual(await problems(), [], "the last batch was never accepted");
  bytes[20]! ^= 1;
  writeFileSync(fifth, bytes);
  assert.deepEqual(await problems(), [
    "damaged spool: 000000000000005.seg: batch 6 stands behind bytes that cannot be read"
  ]);
});

test("verify() names private values that wait in the spool as they came", async (t) => {
  const {spool, problems} = await soundLake(t);
  const call = {time: noon, source: "log", kind: "http", subject: "/", status: null, durationMs: null, bytes: null};
  await spool("events", "log", [
    {...call, actor: null},
    {...call, actor: "ann"}
  ]);
  assert.deepEqual(await problems(), ["private values in the clear: batch 8 of log: actor"]);
});
