import assert from "node:assert/strict";
import {type TestContext, test} from "node:test";
import {type Column, type Dataset, datasets} from "../../../data/schema.ts";
import {openLake} from "../../../loaders/lake.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";

const january = Date.UTC(2026, 0, 1);
const old = (value: string) => `SELECT TIMESTAMP '2026-01-01' AS time, 's' AS source, 'a' AS series, ${value} AS value`;
const added: Column[] = (["timestamp", "string", "double", "integer", "boolean", "strings"] as const).map((type) => ({
  name: `a ${type}`,
  type,
  nullable: true,
  about: ""
}));

/** The readings of files of several versions, as a schema with these readings shows them. */
async function readings(t: TestContext, present: Partial<Dataset>, files: [version: number, query: string][]) {
  const {data, add} = fixtureLake(t);
  for (const [version, query] of files) await add("readings", query, {version});
  const schema = {...datasets, readings: {...datasets.readings, ...present}};
  const lake = await openLake({data}, {schema});
  t.after(() => lake.close());
  const values = async () => (await lake.sql`SELECT value FROM readings ORDER BY value`).map(({value}) => value);
  return {lake, values};
}

test("datasetQuery() gives an added column as null of its type where no file has it", async (t) => {
  const columns = [...datasets.readings.columns, ...added];
  const {lake} = await readings(t, {columns}, [[1, old("1.5")]]);
  const [row] = await lake.sql`SELECT * FROM readings`;
  const nulls = Object.fromEntries(columns.map(({name}) => [name, null]));
  assert.deepEqual(row, {...nulls, time: january, source: "s", series: "a", value: 1.5});
  const described = await lake.sql<{column_name: string; column_type: string}>`DESCRIBE readings`;
  assert.deepEqual(described.map(({column_type}) => column_type).slice(-added.length), [
    "TIMESTAMP",
    "VARCHAR",
    "DOUBLE",
    "BIGINT",
    "BOOLEAN",
    "VARCHAR[]"
  ]);
});

test("datasetQuery() reads files from before and after a column was added", async (t) => {
  const note: Column = {name: "note", type: "string", nullable: true, about: ""};
  const columns = [...datasets.readings.columns, note];
  const files: [number, string][] = [
    [1, old("1.5")],
    [1, `${old("2.5")}, 'dry' AS note`],
    [1, old("3.5")]
  ];
  const {lake} = await readings(t, {columns}, files);
  assert.deepEqual(await lake.sql`SELECT value, note FROM readings ORDER BY value`, [
    {value: 1.5, note: null},
    {value: 2.5, note: "dry"},
    {value: 3.5, note: null}
  ]);
});

test("datasetQuery() casts what had another type in an earlier version, and leaves out what does not convert", async (t) => {
  const earlier = {1: {columns: {value: "string"} as const}};
  const files: [number, string][] = [
    [1, old("'1.5'")],
    [1, old("'wet'")],
    [2, old("2.5")]
  ];
  const {lake, values} = await readings(t, {version: 2, earlier}, files);
  assert.deepEqual(await values(), [1.5, 2.5]);
  const range = lake.rows("readings", {from: january});
  assert.deepEqual(await lake.sql`SELECT count(*) AS n, any_value(typeof(value)) AS type FROM ${range}`, [
    {n: 2, type: "DOUBLE"}
  ]);
});

test("datasetQuery() keeps a row whose value does not convert where the column may be null", async (t) => {
  const columns = datasets.readings.columns.map((column) => ({...column, nullable: true}));
  const earlier = {1: {columns: {value: "string"} as const}};
  const files: [number, string][] = [
    [1, old("'1.5'")],
    [1, old("'wet'")]
  ];
  const {values} = await readings(t, {version: 2, columns, earlier}, files);
  assert.deepEqual(await values(), [1.5, null]);
});

test("datasetQuery() upgrades by the schema's SQL, over columns that are gone and that some files lack", async (t) => {
  const earlier = {
    1: {columns: {litres: "double", unit: "string"} as const, upgrade: {value: "litres / if(unit = 'ml', 1000, 1)"}}
  };
  const {values} = await readings(t, {version: 2, earlier}, [
    [1, "SELECT TIMESTAMP '2026-01-01' AS time, 's' AS source, 'a' AS series, 1500.0 AS litres, 'ml' AS unit"],
    [1, "SELECT TIMESTAMP '2026-01-01' AS time, 's' AS source, 'a' AS series, 2.5::DOUBLE AS litres"],
    [2, old("3.5")]
  ]);
  assert.deepEqual(await values(), [1.5, 2.5, 3.5]);
});

test("datasetQuery() leaves out versions that the schema does not know, later ones too", async (t) => {
  const files: [number, string][] = [
    [1, old("'old'")],
    [2, old("2.5")],
    [3, old("[3.5]")]
  ];
  const {values} = await readings(t, {version: 2}, files);
  assert.deepEqual(await values(), [2.5]);
});
