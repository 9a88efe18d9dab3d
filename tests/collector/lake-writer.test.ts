import assert from "node:assert/strict";
import {existsSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {connectDuckDB, literal} from "../../collector/duckdb.ts";
import {lakeFolder, spoolFolder} from "../../collector/folders.ts";
import {LakeWriter} from "../../collector/lake-writer.ts";
import type {Batch} from "../../collector/source.ts";
import {Spool} from "../../collector/spool.ts";
import type {Reading} from "../../data/schema.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const day = Date.UTC(2026, 0, 1);
const reading = (time: number, value: number): Reading => ({time, source: "s", series: "a/b", value, quality: "good"});
const batch = (records: Reading[], extra: Partial<Batch> = {}): Batch => ({
  dataset: "readings",
  records,
  read: records.length + (extra.rejects?.length ?? 0),
  cursor: records.at(-1)?.time ?? null,
  ...extra
});

async function open(t: TestContext, data = temporaryFolder(t)) {
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data), {watermark: catalog.watermark()});
  const writer = new LakeWriter(lakeFolder(data), spool, catalog, () => day);
  const accept = (given: Batch) => spool.append({...given, source: "s", at: day});
  const close = async () => {
    writer.close();
    await spool.close();
    catalog.close();
  };
  return {data, catalog, spool, writer, accept, close};
}

test("writer.flush() puts every record into the day of its time, and the books into the catalog", async (t) => {
  const {data, catalog, writer, accept, close} = await open(t);
  await accept(batch([reading(day - 1, 1), reading(day, 2)]));
  await accept(batch([reading(day + 1, 3)], {rejects: [{reason: "no number", position: "7", raw: "x"}]}));
  assert.equal(await writer.flush(), 4);
  assert.deepEqual(
    catalog.files().map(({path, rows}) => [path, rows]),
    [
      ["readings/2025-12-31/spool-1-2.parquet", 1],
      ["readings/2026-01-01/spool-1-2.parquet", 2],
      ["rejects/2026-01-01/spool-1-2.parquet", 1]
    ]
  );
  const [{read, committed, rejected, cursor}] = catalog.sources() as [ReturnType<Catalog["sources"]>[0]];
  assert.deepEqual({read, committed, rejected, cursor}, {read: 4, committed: 3, rejected: 1, cursor: day + 1});
  assert.equal(catalog.watermark(), 2);
  await close();
  const values = (await lakeRows(data, "readings")).map((row) => row.value);
  assert.deepEqual(values.sort(), [1, 2, 3]);
  const [reject] = await lakeRows(data, "rejects");
  assert.deepEqual([reject?.source, reject?.dataset, reject?.reason, reject?.raw], ["s", "readings", "no number", "x"]);
});

test("a LakeWriter goes on when another DuckDB takes over, which keeps nothing of the files it has read", async (t) => {
  const {data, catalog, spool, accept, close} = await open(t);
  const writer = new LakeWriter(lakeFolder(data), spool, catalog, () => day, 2);
  for (let i = 0; i < 5; i++) {
    await accept(batch([reading(day + i, i)]));
    assert.equal(await writer.flush(), 1);
  }
  writer.close();
  const values = (await lakeRows(data, "readings")).map((row) => row.value);
  assert.deepEqual(values.sort(), [0, 1, 2, 3, 4]);
  const connection = await connectDuckDB();
  t.after(() => connection.closeSync());
  const paths = catalog.files().map(({path}) => literal(join(lakeFolder(data), path)));
  await connection.runAndReadAll(`FROM read_parquet([${paths.join(", ")}])`);
  const cached = await connection.runAndReadAll("SELECT path FROM duckdb_external_file_cache()");
  assert.deepEqual(cached.getRowsJS(), []);
  await close();
});

test("writer.flush() empties the spool once the lake holds its records", async (t) => {
  const {spool, writer, accept, close} = await open(t);
  await accept(batch([reading(day, 1)]));
  await writer.flush();
  assert.equal(spool.bytes, 0);
  assert.equal(await writer.flush(), 0);
  await close();
});

test("writer.flush() leaves what comes meanwhile to the next one, and so ends", async (t) => {
  const {spool, writer, accept, close} = await open(t);
  await accept(batch([reading(day, 1)]));
  const release = spool.release.bind(spool);
  spool.release = async (watermark) => {
    await accept(batch([reading(day, watermark + 1)]));
    await release(watermark);
  };
  assert.equal(await writer.flush(), 1);
  assert.equal(await writer.flush(), 1);
  await close();
});

test("writer.flush() writes more than it takes at once in several commits, each record once", async (t) => {
  const {data, catalog, spool, writer, accept, close} = await open(t);
  const batches = 6;
  const perBatch = 40_000;
  for (let n = 0; n < batches; n++)
    await accept(batch(Array.from({length: perBatch}, (_, i) => reading(day + n * perBatch + i, n * perBatch + i))));
  assert.equal(await writer.flush(), batches * perBatch);
  assert.ok(catalog.files().length > 1, "it was to be more than one commit takes");
  assert.equal(spool.bytes, 0);
  await close();
  const values = (await lakeRows(data, "readings")).map(({value}) => Number(value)).sort((a, b) => a - b);
  assert.ok(values.length === batches * perBatch && values.every((value, i) => value === i));
});

test("writer.flush() leaves no draft behind of what comes after a commit that failed, and writes all the next time", async (t) => {
  const {data, catalog, writer, accept, close} = await open(t);
  for (let n = 0; n < 4; n++)
    await accept(batch(Array.from({length: 60_000}, (_, i) => reading(day + i, n * 60_000 + i))));
  const commit = catalog.commit.bind(catalog);
  catalog.commit = () => {
    throw new Error("the disk is full");
  };
  await assert.rejects(writer.flush(), /the disk is full/);
  assert.deepEqual(readdirSync(join(lakeFolder(data), ".tmp")), []);
  assert.equal(catalog.watermark(), 0);
  catalog.commit = commit;
  assert.equal(await writer.flush(), 240_000);
  await close();
  assert.equal(new Set((await lakeRows(data, "readings")).map(({value}) => value)).size, 240_000);
});

test("writer.flush() commits what comes before a range that cannot be converted, and nothing of what comes behind it", async (t) => {
  const {data, catalog, spool, writer, accept, close} = await open(t);
  const range = (n: number) => Array.from({length: 60_000}, (_, i) => reading(day + i, n * 60_000 + i));
  const bad = {...reading(day, 1), value: undefined as unknown as number};
  for (let n = 0; n < 6; n++) await accept(batch(n === 3 ? [...range(n), bad] : range(n)));
  await assert.rejects(writer.flush(), /missing value: value/);
  const rows = catalog.files().reduce((sum, file) => sum + file.rows, 0);
  assert.equal(rows, catalog.watermark() * 60_000);
  assert.ok(catalog.watermark() >= 2 && catalog.watermark() <= 3);
  assert.deepEqual(readdirSync(join(lakeFolder(data), ".tmp")), []);
  assert.ok(spool.bytes > 0, "the spool keeps what was not committed");
  await close();
  const values = (await lakeRows(data, "readings")).map(({value}) => Number(value));
  assert.ok(values.length === rows && values.every((value) => value < rows));
});

test("writer.recover() removes files whose commit never happened, and the next flush writes them once", async (t) => {
  const {data, catalog, writer, accept, close} = await open(t);
  await accept(batch([reading(day, 1)]));
  const commit = catalog.commit.bind(catalog);
  catalog.commit = () => {
    throw new Error("killed here");
  };
  await assert.rejects(writer.flush(), /killed here/);
  catalog.commit = commit;
  await accept(batch([reading(day, 2)]));
  assert.deepEqual(readdirSync(`${lakeFolder(data)}/readings/2026-01-01`), ["spool-1-1.parquet"]);
  const left = join(lakeFolder(data), ".tmp/batch-readings.ndjson");
  writeFileSync(left, "half a li");
  await writer.recover();
  assert.equal(existsSync(left), false);
  assert.deepEqual(readdirSync(`${lakeFolder(data)}/readings/2026-01-01`), []);
  await writer.flush();
  await close();
  assert.equal((await lakeRows(data, "readings")).length, 2);
});

test("writer.flush() leaves no half-written file behind when a record does not fit its dataset", async (t) => {
  const {data, catalog, spool, writer, accept, close} = await open(t);
  await accept(batch([{...reading(day, 1), value: undefined as unknown as number}]));
  await assert.rejects(writer.flush(), /missing value: value/);
  assert.equal(catalog.files().length, 0);
  assert.equal(spool.bytes > 0, true, "the spool keeps the record");
  assert.equal(existsSync(`${lakeFolder(data)}/readings`), false);
  await close();
});

test("writer.flush() keeps a gap in a damaged spool for people to see, and goes on behind it", async (t) => {
  const data = temporaryFolder(t);
  for (const n of [1, 2, 3]) {
    const {accept, close} = await open(t, data);
    await accept(batch([reading(day, n)])); // each start has a segment of its own
    await close();
  }
  rmSync(join(spoolFolder(data), "000000000000002.seg"));
  const {writer, catalog, close} = await open(t, data);
  await writer.flush();
  assert.equal(catalog.watermark(), 3);
  await close();
  assert.deepEqual(
    (await lakeRows(data, "readings")).map(({value}) => value),
    [1, 3]
  );
  const [reject] = await lakeRows(data, "rejects");
  assert.deepEqual([reject?.source, reject?.position], ["spool", "2"]);
});

test("writer.flush() keeps times, nulls, lists and odd texts exactly", async (t) => {
  const {data, writer, spool, close} = await open(t);
  const licence = {
    observedAt: day + 123,
    source: "s",
    id: "a'\"\\\u0000\n€😀",
    holder: null,
    server: "",
    resources: ["x", "", "ü,'"],
    banned: true,
    deleted: false
  };
  await spool.append({dataset: "licences", records: [licence], read: 1, cursor: 1, source: "s", at: day});
  await writer.flush();
  await close();
  const [row] = await lakeRows(data, "licences");
  assert.deepEqual({...row}, {...licence, observedAt: new Date(day + 123)});
});
