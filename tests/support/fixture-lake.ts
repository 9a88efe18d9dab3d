import {mkdirSync, rmSync, statSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {Catalog} from "../../collector/catalog.ts";
import {type DatasetName, datasets, duckdbType, lakePath, type RecordOf} from "../../data/schema.ts";
import type {Settings} from "../../data/settings.ts";
import type {AfterTest} from "./after-test.ts";
import {temporaryFolder} from "./temporary-folder.ts";

interface FixtureFile {
  source?: string;
  /** Version of the dataset that the file's path claims. */
  version?: number;
}

export interface FixtureLake {
  /** The data folder, for `openLake({data})`. */
  data: string;
  catalog: Catalog;
  /** Adds one file in one commit, from records or from a SELECT that yields the dataset's columns. Returns the commit. */
  add<D extends DatasetName>(dataset: D, rows: RecordOf[D][] | string, options?: FixtureFile): Promise<number>;
}

export const fixtureSettings: Settings = {
  title: "Fixture",
  timeZone: "UTC",
  publishEveryMs: 600_000,
  sources: {plant: {kind: "serial", about: "a plant", simulated: true, freshForMs: 600_000}},
  series: [
    {match: "*/flow", label: "flow", unit: "m³/h", min: 0, max: 1000},
    {match: "*/pressure", label: "pressure", unit: "bar", min: 0, max: 20}
  ],
  scaling: null
};

/** A small real lake in a temporary folder: catalog and Parquet files as the collector writes them. */
export function fixtureLake(t: AfterTest, {settings = fixtureSettings}: {settings?: Settings} = {}): FixtureLake {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  catalog.setSettings(settings);
  let files = 0;
  return {
    data,
    catalog,
    async add(dataset, rows, {source = "plant", version = 1} = {}) {
      const path = lakePath({name: dataset, version}, "2026-01", `${++files}.parquet`);
      const file = join(data, "lake", path);
      mkdirSync(dirname(file), {recursive: true});
      const bounds = await writeParquet(file, dataset, rows);
      const books = {cursor: null, read: bounds.rows, committed: bounds.rows, rejected: 0, dropped: 0};
      return catalog.commit({
        kind: "spool",
        at: bounds.maxTime,
        files: [{path, dataset, bytes: statSync(file).size, ...bounds}],
        sources: {[source]: books}
      });
    }
  };
}

async function writeParquet(file: string, name: DatasetName, rows: object[] | string) {
  const {columns, order, time} = datasets[name];
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  const connection = await instance.connect();
  const records = `${file}.ndjson`;
  if (typeof rows !== "string") writeFileSync(records, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const types = columns.map(({name, type}) => `"${name}": '${type === "timestamp" ? "BIGINT" : duckdbType[type]}'`);
  const fields = columns.map(({name, type}) =>
    type === "timestamp" ? `epoch_ms("${name}") AS "${name}"` : `"${name}"`
  );
  const query =
    typeof rows === "string"
      ? rows
      : `SELECT ${fields.join(", ")} FROM read_json('${records}', format = 'newline_delimited', columns = {${types.join(", ")}})`;
  await connection.run(
    `COPY (SELECT * FROM (${query}) ORDER BY ${order.map((name) => `"${name}"`).join(", ")}) TO '${file}' (FORMAT parquet)`
  );
  const bounds = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE AS rows, epoch_ms(min("${time}"))::DOUBLE AS "minTime",
       epoch_ms(max("${time}"))::DOUBLE AS "maxTime" FROM '${file}'`
  );
  connection.closeSync();
  rmSync(records, {force: true});
  return bounds.getRowObjectsJS()[0] as {rows: number; minTime: number; maxTime: number};
}
