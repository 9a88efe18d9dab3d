import assert from "node:assert/strict";
import {appendFileSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {lakeFolder, spoolFolder} from "../../collector/folders.ts";
import {LakeWriter} from "../../collector/lake-writer.ts";
import {Spool} from "../../collector/spool.ts";
import {verify} from "../../collector/verify.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

/** A lake of two files, and three batches still in a spool of a segment each. */
async function setUp(t: TestContext) {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data), {segmentBytes: 1});
  const writer = new LakeWriter(lakeFolder(data), spool, catalog);
  const accept = (time: number) => {
    const record = {time, source: "s", series: "a/b", value: 1, quality: "good" as const};
    return spool.append({dataset: "readings", records: [record], read: 1, cursor: time, source: "s", at: time});
  };
  await accept(0);
  await accept(86_400_000);
  await writer.flush();
  for (const time of [1, 2, 3]) await accept(time);
  writer.close();
  await spool.close();
  catalog.close();
  const file = join(lakeFolder(data), "readings", "1970-01-01", "spool-1-2.parquet");
  const problems = async () => (await verify(data)).problems;
  return {data, file, problems};
}

test("verify() finds nothing wrong with a sound lake", async (t) => {
  const {data} = await setUp(t);
  assert.deepEqual(await verify(data), {files: 2, rows: 2, problems: []});
});

test("verify() names a file that is missing, and one that was changed", async (t) => {
  const {file, problems} = await setUp(t);
  const bytes = readFileSync(file);
  appendFileSync(file, "x");
  assert.match((await problems()).join("\n"), /^wrong size: readings\/1970-01-01\/spool-1-2\.parquet/);
  writeFileSync(file, Buffer.alloc(bytes.length));
  assert.match((await problems()).join("\n"), /^unreadable file: readings\/1970-01-01/);
  rmSync(file);
  assert.deepEqual(await problems(), ["missing file: readings/1970-01-01/spool-1-2.parquet"]);
});

test("verify() names an old file that the catalog does not know", async (t) => {
  const {file, problems} = await setUp(t);
  const stranger = join(file, "..", "stranger.parquet");
  writeFileSync(stranger, "");
  assert.deepEqual(await problems(), [], "it may be on its way in");
  utimesSync(stranger, 0, 0);
  assert.deepEqual(await problems(), [
    "unknown file: readings/1970-01-01/stranger.parquet (not part of the lake; it may be deleted)"
  ]);
});

test("verify() names a gap in the spool", async (t) => {
  const {data, problems} = await setUp(t);
  const [, second] = readdirSync(spoolFolder(data)).sort();
  rmSync(join(spoolFolder(data), second!));
  assert.match((await problems()).join("\n"), /gap in the spool: record 5 of s follows 3/);
});
