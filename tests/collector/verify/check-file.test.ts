import assert from "node:assert/strict";
import {appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {test} from "node:test";
import {Catalog} from "../../../collector/catalog.ts";
import {literal} from "../../../collector/duckdb.ts";
import {verify} from "../../../collector/verify.ts";
import {datasets} from "../../../data/schema.ts";
import {lakeRows} from "../../support/lake-rows.ts";
import {noon, soundLake} from "../../support/sound-lake.ts";

const events = "events/2026-01-01/spool-1-2.parquet";

test("verify() names a file that is missing, cut short or overwritten", async (t) => {
  const {merged, at, problems} = await soundLake(t);
  const bytes = readFileSync(at(merged));
  appendFileSync(at(merged), "x");
  assert.deepEqual(await problems(), [
    `wrong size: ${merged}: ${bytes.length + 1} bytes, the catalog says ${bytes.length}`
  ]);
  writeFileSync(at(merged), Buffer.alloc(bytes.length));
  assert.deepEqual(await problems(), [`wrong checksum: ${merged}: its bytes are not those that were written`]);
  rmSync(at(merged));
  assert.deepEqual(await problems(), [`missing file: ${merged}`]);
});

test("verify() finds a flipped bit that DuckDB reads as another number", async (t) => {
  const {data, merged, at, problems} = await soundLake(t);
  const bytes = readFileSync(at(merged));
  const rows = JSON.stringify(await lakeRows(data, "readings"));
  const misread = async (offset: number) => {
    const flipped = Buffer.from(bytes);
    flipped[offset]! ^= 1;
    writeFileSync(at(merged), flipped);
    const read = await lakeRows(data, "readings").catch(() => null);
    return read && JSON.stringify(read) !== rows;
  };
  let offset = 4;
  while (!(await misread(offset))) offset += 1;
  assert.ok(offset < bytes.length);
  assert.deepEqual(await problems(), [`wrong checksum: ${merged}: its bytes are not those that were written`]);
});

test("verify() reads files from before there were checksums, and names one that cannot be read", async (t) => {
  const {merged, at, alter, problems} = await soundLake(t);
  alter("UPDATE files SET crc32c = NULL");
  assert.deepEqual(await problems(), []);
  writeFileSync(at(merged), Buffer.alloc(readFileSync(at(merged)).length));
  assert.match((await problems()).join("\n"), new RegExp(`^unreadable file: ${merged}: .*[^\n]$`));
});

test("verify() names a file with other rows or times than were committed", async (t) => {
  const {merged, alter, problems} = await soundLake(t);
  alter(`UPDATE files SET maxTime = maxTime + 1 WHERE path = '${merged}'`);
  assert.deepEqual(await problems(), [
    `wrong times: ${merged}: 2026-01-01T00:00:00.000Z to 2026-01-01T00:02:00.000Z, ` +
      "the catalog says 2026-01-01T00:00:00.000Z to 2026-01-01T00:02:00.001Z"
  ]);
  alter(`UPDATE files SET maxTime = maxTime - 1, rows = rows + 1 WHERE path = '${merged}'`);
  alter("UPDATE commits SET rows = rows + 1 WHERE id = 1");
  assert.deepEqual(await problems(), [`wrong number of rows: ${merged}: 4, the catalog says 5`]);
});

test("verify() names a file whose rows are not in the dataset's order", async (t) => {
  const {merged, rewrite, problems} = await soundLake(t);
  await rewrite(merged, "FROM old ORDER BY series DESC, time");
  assert.deepEqual(await problems(), [`not sorted: ${merged}: 1 rows are before the one they should follow`]);
});

test("verify() names values that may not be missing, and private ones that are not hashed", async (t) => {
  const {merged, rewrite, problems} = await soundLake(t);
  await rewrite(merged, "SELECT * REPLACE (nullif(series, 'b') AS series) FROM old ORDER BY series NULLS LAST, time");
  assert.deepEqual(await problems(), [`missing values: ${merged}: 1 of series`]);
  await rewrite(merged, "SELECT * REPLACE (coalesce(series, 'b') AS series) FROM old");
  await rewrite(events, "SELECT * REPLACE ('10.0.0.1' AS actor) FROM old");
  assert.deepEqual(await problems(), [`private values in the clear: ${events}: 2 of actor`]);
});

test("verify() names columns that are not those of the version", async (t) => {
  const {merged, rewrite, problems} = await soundLake(t);
  await rewrite(events, "SELECT * EXCLUDE (bytes) FROM old");
  assert.deepEqual(await problems(), [], "a column that may be null may have been added since");
  await rewrite(events, "SELECT *, NULL::DOUBLE AS bytes FROM old");
  await rewrite(merged, "SELECT * EXCLUDE (quality) REPLACE (value::VARCHAR AS value), 1 AS extra FROM old");
  assert.deepEqual(await problems(), [
    `wrong columns: ${merged}: no quality, which version 1 of readings has`,
    `wrong columns: ${merged}: value is VARCHAR, in version 1 of readings it is DOUBLE`,
    `wrong columns: ${merged}: extra is INTEGER, in version 1 of readings it is not there`
  ]);
});

test("verify() reads earlier versions as the schema says, and counts what does not convert", async (t) => {
  const {data, merged, rewrite} = await soundLake(t);
  const readings = {...datasets.readings, version: 2, earlier: {1: {columns: {value: "string"} as const}}};
  const problems = async () => (await verify(data, {}, {now: () => noon, schema: {...datasets, readings}})).problems;
  const catalog = new Catalog(data);
  const paths = catalog.files().filter(({dataset}) => dataset === "readings");
  catalog.close();
  for (const {path} of paths) await rewrite(path, "SELECT * REPLACE (value::VARCHAR AS value) FROM old");
  assert.deepEqual(await problems(), []);
  await rewrite(merged, "SELECT * REPLACE (CASE series WHEN 'b' THEN 'wet' ELSE value END AS value) FROM old");
  assert.deepEqual(await problems(), [
    `rows left out: ${merged}: 1 do not convert to version 2`,
    "books of meter: committed 7, but the lake holds 6"
  ]);
});

test("verify() names a file that claims a later version than its columns, or one that nobody reads", async (t) => {
  const {data, merged, at, alter, rewrite, problems} = await soundLake(t);
  const claimed = merged.replace("readings/", "readings/v2/");
  mkdirSync(dirname(at(claimed)), {recursive: true});
  renameSync(at(merged), at(claimed));
  alter(`UPDATE files SET path = ${literal(claimed)} WHERE path = ${literal(merged)}`);
  assert.deepEqual(await problems(), [`not read: ${claimed}: version 2 of readings (this Weir reads 1)`]);
  const columns = datasets.readings.columns.map((column) =>
    column.name === "value" ? {...column, type: "integer" as const} : column
  );
  const readings = {...datasets.readings, version: 2, columns, earlier: {1: {columns: {value: "double"} as const}}};
  const later = async () => (await verify(data, {}, {now: () => noon, schema: {...datasets, readings}})).problems;
  assert.deepEqual(await later(), [
    `wrong columns: ${claimed}: value is DOUBLE, in version 2 of readings it is BIGINT`
  ]);
  await rewrite(claimed, "SELECT * REPLACE (value::BIGINT AS value) FROM old");
  assert.deepEqual(await later(), []);
});
