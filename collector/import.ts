import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {extname, join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {datasets, dayOf, lakePath, versionOf} from "../data/schema.ts";
import {type DatasetFile, datasetQuery} from "../loaders/lake/dataset-query.ts";
import type {Catalog, ImportRow, LakeFile} from "./catalog.ts";
import {connectDuckDB, identifier, literal} from "./duckdb.ts";
import {type ImportRequest, mapColumns, misfit, rawRow} from "./import-mapping.ts";
import {writeLakeFile} from "./lake-file.ts";
import {ndjsonRows} from "./ndjson-rows.ts";
import {fileProblem} from "./sources/shared/file-problem.ts";

export interface ImportResult extends ImportRow {
  /** True when this very file had been imported before and nothing was done. */
  repeated: boolean;
}

export interface ImportContext {
  lake: string;
  catalog: Catalog;
  hash: (value: string) => string;
}

/**
 * Brings history from CSV, NDJSON or Parquet into the lake. Idempotent: the same file again does nothing, and rows that
 * the lake already has are skipped. Rows that do not fit the dataset go to `rejects` with the reason.
 *
 * @throws Error naming the column and the file's columns when the mapping does not fit, or the file cannot be read
 */
export async function importFile(
  request: ImportRequest,
  {lake, catalog, hash}: ImportContext,
  {now = Date.now} = {}
): Promise<ImportResult> {
  const id = await fingerprint(request);
  const before = catalog.importOf(id);
  if (before) return {...before, repeated: true};
  const connection = await connectDuckDB({threads: 2, memory: "2GB"});
  try {
    await readRows(connection, request);
    await hashPrivate(connection, request, hash);
    const {rows, known} = await keepFresh(connection, request, lake, catalog.files());
    const rejected = await count(connection, "rejected");
    const at = now();
    const files = await writeMonths(connection, request, lake, id);
    if (rejected) files.push(await writeRejects(connection, request, lake, id, at));
    const imported = {hash: id, file: request.file, dataset: request.dataset, at, rows, known, rejected};
    catalog.commit({kind: "import", at, files, imported});
    return {...imported, repeated: false};
  } finally {
    connection.closeSync();
  }
}

/** SHA-256 of the file's bytes and of the mapping that was asked for. */
async function fingerprint({file, ...mapping}: ImportRequest): Promise<string> {
  const digest = createHash("sha256").update(JSON.stringify(mapping));
  try {
    for await (const chunk of createReadStream(file)) digest.update(chunk);
  } catch (cause) {
    throw new Error(`cannot read file: ${file} (${fileProblem(cause)})`, {cause});
  }
  return digest.digest("hex");
}

const kinds = [".csv", ".ndjson", ".jsonl", ".parquet"];

/** Columns of a file, and SQL that selects them; text but for Parquet. */
async function readFile(connection: DuckDBConnection, file: string): Promise<{present: string[]; rows: string}> {
  const kind = extname(file).toLowerCase();
  if (!kinds.includes(kind)) throw new Error(`unknown kind of file: ${file} (write ${kinds.join(", ")})`);
  if (kind === ".ndjson" || kind === ".jsonl") return ndjsonRows(connection, file);
  const path = literal(file);
  const rows =
    kind === ".csv"
      ? `read_csv(${path}, header = true, all_varchar = true, store_rejects = true)`
      : `read_parquet(${path})`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${rows}`);
  return {
    present: described.getRowObjectsJS().map((row) => String(row.column_name)),
    rows: `(SELECT *, NULL AS "malformed!" FROM ${rows})`
  };
}

/** Makes the tables `typed` (rows that fit) and `rejected` (position, reason, raw). */
async function readRows(connection: DuckDBConnection, request: ImportRequest): Promise<void> {
  const {file, dataset} = request;
  const {present, rows} = await readFile(connection, file);
  const columns = mapColumns(request, present);
  const values = columns.map(({column, value}) => `${value} AS ${identifier(column.name)}`);
  const secret = columns.some(({column, from}) => column.private && from);
  await connection.run(
    `CREATE TEMP TABLE checked AS
     SELECT ${values.join(", ")},
       CASE WHEN "malformed!" IS NOT NULL THEN 'not a JSON object' ELSE ${misfit(columns)} END AS "reason!",
       CASE WHEN "malformed!" IS NOT NULL THEN ${secret ? "'(private)'" : '"malformed!"'}
         WHEN "reason!" IS NOT NULL THEN ${rawRow(columns, present)} END AS "raw!" FROM ${rows}`
  );
  await connection.run(
    `CREATE TEMP TABLE rejected AS
     SELECT 'row ' || (rowid + 1) AS position, "reason!" AS reason, "raw!" AS raw FROM checked WHERE "reason!" IS NOT NULL`
  );
  if (!file.toLowerCase().endsWith(".parquet"))
    await connection.run(
      `INSERT INTO rejected SELECT 'line ' || line, any_value(error_message), any_value(${secret ? "'(private)'" : "coalesce(csv_line, '')"})
       FROM reject_errors GROUP BY line`
    );
  const observed =
    dataset === "requests" ? "REPLACE (coalesce(observedAt, processedAt, requestedAt) AS observedAt)" : "";
  await connection.run(
    `CREATE TEMP TABLE typed AS SELECT * EXCLUDE ("reason!", "raw!") ${observed} FROM checked WHERE "reason!" IS NULL`
  );
  await connection.run("DROP TABLE checked; DROP TABLE IF EXISTS lines");
}

/** Replaces private values by their keyed hash; each distinct value is hashed once. */
async function hashPrivate(
  connection: DuckDBConnection,
  {dataset}: ImportRequest,
  hash: (value: string) => string
): Promise<void> {
  for (const {name} of datasets[dataset].columns.filter((column) => column.private)) {
    const column = identifier(name);
    const found = await connection.runAndReadAll(`SELECT DISTINCT ${column} FROM typed WHERE ${column} IS NOT NULL`);
    await connection.run("CREATE OR REPLACE TEMP TABLE hashes (clear VARCHAR, hashed VARCHAR)");
    const appender = await connection.createAppender("hashes");
    for (const [clear] of found.getRowsJS() as [string][]) {
      appender.appendVarchar(clear);
      appender.appendVarchar(hash(clear));
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`UPDATE typed SET ${column} = hashed FROM hashes WHERE clear = ${column}`);
  }
}

/** Makes the table `fresh`: one row a key, none whose key the lake has. Counts what stays and what was known. */
async function keepFresh(
  connection: DuckDBConnection,
  {dataset}: ImportRequest,
  lake: string,
  files: LakeFile[]
): Promise<{rows: number; known: number}> {
  const {key, repeats} = datasets[dataset];
  const keys = key.map(identifier);
  const numbered = `row_number() OVER (PARTITION BY ${keys.join(", ")}) AS "nth!"`;
  const overlap = await overlapping(connection, dataset, lake, files);
  const match = [...keys, '"nth!"'].map((column) => `known.${column} IS NOT DISTINCT FROM new.${column}`).join(" AND ");
  const known = `(SELECT ${keys.join(", ")}, ${numbered} FROM (${datasetQuery(datasets[dataset], overlap)}))`;
  const once = repeats ? "" : 'WHERE new."nth!" = 1';
  await connection.run(
    `CREATE TEMP TABLE fresh AS
     SELECT new.* EXCLUDE ("nth!") FROM (SELECT *, ${numbered} FROM typed) new ANTI JOIN ${known} known ON ${match} ${once}`
  );
  const rows = await count(connection, "fresh");
  return {rows, known: (await count(connection, "typed")) - rows};
}

/** The lake's files whose time range meets that of `typed`. */
async function overlapping(
  connection: DuckDBConnection,
  dataset: ImportRequest["dataset"],
  lake: string,
  files: LakeFile[]
): Promise<DatasetFile[]> {
  const time = identifier(datasets[dataset].time);
  const bounds = await connection.runAndReadAll(
    `SELECT epoch_ms(min(${time}))::DOUBLE, epoch_ms(max(${time}))::DOUBLE FROM typed`
  );
  const [from, to] = bounds.getRowsJS()[0] as [number | null, number | null];
  if (from === null || to === null) return [];
  return files
    .filter((file) => file.dataset === dataset && file.maxTime >= from && file.minTime <= to)
    .map(({path}) => ({path: join(lake, path), version: versionOf(path)}));
}

/** One file a month: history is read in long stretches. */
async function writeMonths(
  connection: DuckDBConnection,
  {dataset}: ImportRequest,
  lake: string,
  id: string
): Promise<LakeFile[]> {
  const month = `strftime(${identifier(datasets[dataset].time)}, '%Y-%m')`;
  const months = await connection.runAndReadAll(`SELECT DISTINCT ${month} AS month FROM fresh ORDER BY month`);
  const files: LakeFile[] = [];
  for (const [name] of months.getRowsJS() as [string][]) {
    const path = lakePath(datasets[dataset], name, `import-${id.slice(0, 16)}.parquet`);
    const query = `SELECT * FROM fresh WHERE ${month} = ${literal(name)}`;
    files.push(await writeLakeFile(connection, {lake, dataset, path, query}));
  }
  return files;
}

async function writeRejects(
  connection: DuckDBConnection,
  {file, dataset, source}: ImportRequest,
  lake: string,
  id: string,
  at: number
): Promise<LakeFile> {
  const query = `SELECT make_timestamp(${at * 1000}) AS time, ${literal(source)} AS source, ${literal(dataset)} AS dataset,
    reason, ${literal(`${file} `)} || position AS position, raw FROM rejected`;
  const path = lakePath(datasets.rejects, dayOf(at), `import-${id.slice(0, 16)}.parquet`);
  return writeLakeFile(connection, {lake, dataset: "rejects", path, query});
}

async function count(connection: DuckDBConnection, table: string): Promise<number> {
  const result = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${identifier(table)}`);
  return result.getRowsJS()[0]![0] as number;
}
