import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {Collector} from "../../collector/collector.ts";
import {compact} from "../../collector/compact.ts";
import {parseConfig} from "../../collector/config.ts";
import {connectDuckDB} from "../../collector/duckdb.ts";
import {EncodedRecords} from "../../collector/encoded-records.ts";
import {lakeFolder} from "../../collector/folders.ts";
import {temporaryFolder as lakeTemporary, writeLakeFile} from "../../collector/lake-file.ts";
import {loadRecords} from "../../collector/load-records.ts";
import {graceMs, maintain} from "../../collector/maintain.ts";
import {retain, sweep} from "../../collector/retain.ts";
import {
  type DatasetName,
  datasets,
  dayOf,
  type Event,
  type Licence,
  lakePath,
  type Reading
} from "../../data/schema.ts";
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
  /** @param columns of the records, as a SELECT list */
  const add = async (dataset: DatasetName, time: number, records: object[], columns = "*", schema = datasets) => {
    const encoded = [EncodedRecords.of(records)];
    await loadRecords(connection, {table: "batch", dataset, records: encoded, folder: lakeTemporary(lake)});
    const path = lakePath(schema[dataset], dayOf(time), `spool-${++files}-${files}.parquet`);
    const file = await writeLakeFile(connection, {lake, dataset, path, query: `SELECT ${columns} FROM batch`});
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

test("compact() fills columns that some or all of the old files lack", async (t) => {
  const {data, lake, catalog, add} = await setUp(t);
  const call = (time: number): Event => ({
    time,
    source: "s",
    kind: "http",
    actor: null,
    subject: "/",
    status: "200",
    durationMs: 1,
    bytes: 2
  });
  await add("events", yesterday, [call(yesterday)], "* EXCLUDE (actor, status, bytes)");
  await add("events", yesterday, [call(yesterday + 1)], "* EXCLUDE (actor, status)");
  await add("events", yesterday, [call(yesterday + 2)], "* EXCLUDE (actor)");
  assert.deepEqual(await compact(lake, catalog, {}, {now: () => noon}), {replaced: 3, by: 1});
  const rows = await lakeRows(data, "events");
  assert.deepEqual(
    rows.map(({actor, status, bytes}) => [actor, status, bytes]),
    [
      [null, null, null],
      [null, null, 2],
      [null, "200", 2]
    ]
  );
  assert.deepEqual(
    Object.keys(rows[0]!),
    datasets.events.columns.map(({name}) => name)
  );
});

test("compact() merges files of the present version with each other, and leaves earlier ones as they are", async (t) => {
  const {lake, catalog, add} = await setUp(t);
  const schema = {...datasets, readings: {...datasets.readings, version: 2, earlier: {1: {columns: {}}}}};
  for (let i = 0; i < 2; i++) await add("readings", yesterday, [reading(yesterday + i, "a")]);
  for (let i = 0; i < 3; i++) await add("readings", yesterday, [reading(yesterday + i, "a")], "*", schema);
  assert.deepEqual(await compact(lake, catalog, {}, {now: () => noon, schema}), {replaced: 3, by: 1});
  const [merged, ...earlier] = catalog
    .files()
    .map(({path}) => path)
    .sort()
    .reverse();
  assert.match(merged!, /^readings\/v2\/2026-01-01\/merge-/);
  assert.deepEqual(earlier, ["readings/2026-01-01/spool-2-2.parquet", "readings/2026-01-01/spool-1-1.parquet"]);
  assert.deepEqual(await compact(lake, catalog, {}, {now: () => noon, schema}), {replaced: 0, by: 0});
});

test("compact() does not cover up damage: it leaves that day, merges the others and says which file", async (t) => {
  const {lake, catalog, add} = await setUp(t);
  for (const day of [yesterday, yesterday - 24 * hour])
    for (let i = 0; i < 2; i++) await add("readings", day, [reading(day + i, "a")]);
  const damaged = "readings/2025-12-31/spool-3-3.parquet";
  const bytes = readFileSync(join(lake, damaged));
  bytes[10]! ^= 1;
  writeFileSync(join(lake, damaged), bytes);
  await assert.rejects(
    compact(lake, catalog, {}, {now: () => noon}),
    new RegExp(`damaged file: ${damaged} \\(its day is not merged; restore it from a backup\\)`)
  );
  assert.equal(catalog.files().length, 3);
});

test("maintain() retires and deletes even where it cannot merge", async (t) => {
  const {lake, catalog, add} = await setUp(t);
  for (let i = 0; i < 2; i++) await add("readings", yesterday, [reading(yesterday + i, "a")]);
  await add("readings", yesterday - 72 * hour, [reading(yesterday - 72 * hour, "a")]);
  writeFileSync(join(lake, "readings/2026-01-01/spool-1-1.parquet"), "");
  const tidy = (now: number) => maintain(lake, catalog, {keepMs: 48 * hour}, {now: () => now});
  await assert.rejects(tidy(noon), /damaged file: readings\/2026-01-01\/spool-1-1\.parquet/);
  await assert.rejects(tidy(noon + graceMs + 1), /damaged file/);
  assert.deepEqual(readdirSync(join(lake, "readings", "2025-12-29")), []);
});

test("collector.retain() waits until what is being merged is in the lake", async (t) => {
  const {data, catalog, add} = await setUp(t);
  const longAgo = yesterday - 400 * 24 * hour;
  for (let i = 0; i < 2; i++) await add("readings", longAgo, [reading(longAgo + i, "a")]);
  const config = parseConfig({sources: {}}, {root: data, env: {WEIR_DATA: data}});
  const collector = await Collector.open(config, {say: () => {}});
  t.after(() => collector.stop());
  const [tidied, {retired}] = await Promise.all([collector.tidy(new AbortController().signal), collector.retain()]);
  assert.deepEqual([tidied.replaced, tidied.by, retired], [2, 1, 1]);
  assert.deepEqual(catalog.files(), []);
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
  assert.equal(retain(catalog, {keepMs: 12 * hour}, {now: () => noon}).retired, 1);
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
  assert.equal(retain(catalog, {keepMs: 12 * hour}, {now: () => noon}).retired, 0);
});
