import assert from "node:assert/strict";
import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {compact} from "../../collector/compact.ts";
import {connectDuckDB} from "../../collector/duckdb.ts";
import {lakeFolder} from "../../collector/folders.ts";
import {writeLakeFile} from "../../collector/lake-file.ts";
import {createRecordTable} from "../../collector/record-table.ts";
import {retain, sweep} from "../../collector/retain.ts";
import type {DatasetName, Licence, Reading} from "../../data/schema.ts";
import {openLake} from "../../loaders/lake.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const hour = 3_600_000;
const noon = Date.UTC(2026, 0, 2, 12);
const yesterday = noon - 24 * hour;

const reading = (time: number, series: string): Reading => ({
  time,
  source: "s",
  series,
  value: time % 97,
  quality: "good"
});

/** A lake whose files are added one commit each. */
async function setUp(t: TestContext) {
  const data = temporaryFolder(t);
  const lake = lakeFolder(data);
  const catalog = new Catalog(data);
  const connection = await connectDuckDB();
  t.after(() => {
    connection.closeSync();
    catalog.close();
  });
  let files = 0;
  const add = async (dataset: DatasetName, time: number, records: object[]) => {
    await createRecordTable(connection, "batch", dataset, records);
    const path = `${dataset}/${new Date(time).toISOString().slice(0, 10)}/spool-${++files}-${files}.parquet`;
    const file = await writeLakeFile(connection, {lake, dataset, path, query: "SELECT * FROM batch"});
    catalog.commit({kind: "spool", at: time, files: [file], watermark: files});
  };
  return {data, lake, catalog, add};
}

test("compact() merges a day that has ended into one file sorted by series and time, and leaves today alone", async (t) => {
  const {data, lake, catalog, add} = await setUp(t);
  for (let i = 0; i < 5; i++)
    await add("readings", yesterday, [reading(yesterday + i, "b"), reading(yesterday + i, "a")]);
  await add("readings", noon, [reading(noon, "a")]);
  await add("readings", noon, [reading(noon + 1, "a")]);
  const before = new Set((await lakeRows(data, "readings")).map((row) => JSON.stringify(row)));
  assert.deepEqual(await compact(lake, catalog, {}, {now: () => noon}), {replaced: 5, by: 1});
  assert.equal(catalog.files().length, 3);
  const rows = await lakeRows(data, "readings");
  assert.deepEqual(new Set(rows.map((row) => JSON.stringify(row))), before);
  const merged = rows.slice(0, 10).map((row) => `${row.series} ${Number(row.time)}`);
  assert.deepEqual(merged, [...merged].sort());
  assert.deepEqual(await compact(lake, catalog, {}, {now: () => noon}), {replaced: 0, by: 0});
});

test("compact() merges today's files when they are many", async (t) => {
  const {lake, catalog, add} = await setUp(t);
  for (let i = 0; i < 4; i++) await add("readings", noon, [reading(noon + i, "a")]);
  assert.deepEqual(await compact(lake, catalog, {atFiles: 5}, {now: () => noon}), {replaced: 0, by: 0});
  assert.deepEqual(await compact(lake, catalog, {atFiles: 4}, {now: () => noon}), {replaced: 4, by: 1});
});

test("compact() is invisible to a reader of an earlier commit, until sweep() after the grace period", async (t) => {
  const {data, lake, catalog, add} = await setUp(t);
  for (let i = 0; i < 3; i++) await add("readings", yesterday, [reading(yesterday + i, "a")]);
  const commit = catalog.lastCommit();
  await compact(lake, catalog, {}, {now: () => noon});
  const early = await openLake({data, commit, now: noon});
  const late = await openLake({data, now: noon});
  t.after(() => {
    early.close();
    late.close();
  });
  for (const reader of [early, late]) assert.deepEqual(await reader.sql`SELECT count(*) AS n FROM readings`, [{n: 3}]);
  assert.equal(await sweep(lake, catalog, hour, {now: () => noon + hour}), 0);
  assert.equal(await sweep(lake, catalog, hour, {now: () => noon + hour + 1}), 3);
  assert.equal(readdirSync(join(lake, "readings", "2026-01-01")).length, 1);
  assert.deepEqual(await late.sql`SELECT count(*) AS n FROM readings`, [{n: 3}]);
});

test("compact() leaves the lake as it is when a file vanished meanwhile, and says which", async (t) => {
  const {data, lake, catalog, add} = await setUp(t);
  for (let i = 0; i < 2; i++) await add("readings", yesterday, [reading(yesterday + i, "a")]);
  const files = catalog.files();
  catalog.files = () => files;
  catalog.commit({kind: "retain", at: noon, files: [], removed: [files[0]!.path]});
  await assert.rejects(compact(lake, catalog, {}, {now: () => noon}), /no longer in the lake: readings/);
  const fresh = new Catalog(data);
  assert.deepEqual(
    fresh.files().map(({path}) => path),
    [files[1]!.path]
  );
  fresh.close();
});

test("retain() takes out files past keeping, but not the state of things that may still stand", async (t) => {
  const {lake, catalog, add} = await setUp(t);
  const licence: Licence = {
    observedAt: yesterday,
    source: "s",
    id: "l",
    holder: null,
    server: null,
    resources: [],
    banned: false,
    deleted: false
  };
  await add("readings", yesterday, [reading(yesterday, "a")]);
  await add("licences", yesterday, [licence]);
  await add("readings", noon, [reading(noon, "a")]);
  assert.equal(retain(catalog, 12 * hour, {now: () => noon}), 1);
  assert.deepEqual(
    catalog.files().map(({dataset, maxTime}) => [dataset, maxTime]),
    [
      ["licences", yesterday],
      ["readings", noon]
    ]
  );
  assert.ok(existsSync(join(lake, "readings", "2026-01-01", "spool-1-1.parquet")));
  await sweep(lake, catalog, 0, {now: () => noon + 1});
  assert.ok(!existsSync(join(lake, "readings", "2026-01-01", "spool-1-1.parquet")));
  assert.equal(retain(catalog, 12 * hour, {now: () => noon}), 0);
});
