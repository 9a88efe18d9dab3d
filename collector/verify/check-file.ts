import {stat} from "node:fs/promises";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {type Dataset, duckdbType, versionOf} from "../../data/schema.ts";
import {columnsOf, datasetQuery, readableVersions} from "../../loaders/lake/dataset-query.ts";
import type {LakeFile} from "../catalog.ts";
import {identifier, literal} from "../duckdb.ts";
import {fileChecksum} from "../file-checksum.ts";
import {hashed} from "./hashed.ts";
import {iso} from "./iso.ts";

export interface CheckedFile {
  problems: string[];
  /** Rows by source; none where they could not be read. */
  rows: Map<string, number>;
}

/**
 * Checks a file against what the catalog says of it and what its dataset's schema promises.
 *
 * @param connection keeps rows in the order of the file
 */
export async function checkFile(
  connection: DuckDBConnection,
  lake: string,
  file: LakeFile,
  dataset: Dataset
): Promise<CheckedFile> {
  try {
    const damage = await damageOf(join(lake, file.path), file);
    if (damage) return {problems: [damage], rows: new Map()};
    const misfits = await misfitsOf(connection, join(lake, file.path), file, dataset);
    if (misfits.length) return {problems: misfits, rows: new Map()};
    return await checkRows(connection, join(lake, file.path), file, dataset);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    return {problems: [`unreadable file: ${file.path}: ${reason}`], rows: new Map()};
  }
}

/** How the bytes differ from those that were committed. */
async function damageOf(path: string, file: LakeFile): Promise<string | null> {
  const size = await stat(path).then(
    ({size}) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    }
  );
  if (size === null) return `missing file: ${file.path}`;
  if (size !== file.bytes) return `wrong size: ${file.path}: ${size} bytes, the catalog says ${file.bytes}`;
  const whole = typeof file.crc32c !== "number" || (await fileChecksum(path)) === file.crc32c;
  return whole ? null : `wrong checksum: ${file.path}: its bytes are not those that were written`;
}

/** A version that nobody reads, or columns that are not those of the version which the file's path claims. */
async function misfitsOf(
  connection: DuckDBConnection,
  path: string,
  file: LakeFile,
  dataset: Dataset
): Promise<string[]> {
  const version = versionOf(file.path);
  const claim = `version ${version} of ${dataset.name}`;
  const readable = readableVersions(dataset);
  if (!readable.includes(version)) return [`not read: ${file.path}: ${claim} (this Weir reads ${readable.join(", ")})`];
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literal(path)})`);
  const found = new Map(described.getRowsJS().map(([name, type]) => [String(name), String(type)]));
  const columns = columnsOf(dataset, version);
  const {upgrade = {}} = (version !== dataset.version && dataset.earlier?.[version]) || {};
  const lacking = dataset.columns.filter(({name, nullable}) => !nullable && !(name in upgrade) && !found.has(name));
  const wrong = [...found].filter(([name, type]) => !columns[name] || duckdbType[columns[name]] !== type);
  return [
    ...lacking.map(({name}) => `wrong columns: ${file.path}: no ${name}, which ${claim} has`),
    ...wrong.map(([name, type]) => {
      const should = columns[name] ? `is ${duckdbType[columns[name]]}` : "is not there";
      return `wrong columns: ${file.path}: ${name} is ${type}, in ${claim} it ${should}`;
    })
  ];
}

/** One pass over the rows as readers get them. */
async function checkRows(
  connection: DuckDBConnection,
  path: string,
  file: LakeFile,
  dataset: Dataset
): Promise<CheckedFile> {
  const version = versionOf(file.path);
  const present = version === dataset.version;
  const time = identifier(dataset.time);
  const order = `(${dataset.order.map(identifier).join(", ")})`;
  const count = (condition: string) => `count(*) FILTER (${condition})::DOUBLE`;
  const needed = dataset.columns.filter(({nullable}) => !nullable);
  const secret = dataset.columns.filter((column) => column.private);
  const result = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, (SELECT count(*)::DOUBLE FROM read_parquet(${literal(path)})),
       epoch_ms(min(${time}))::DOUBLE, epoch_ms(max(${time}))::DOUBLE, ${count('"unsorted!"')},
       [${needed.map(({name}) => count(`${identifier(name)} IS NULL`)).join(", ")}],
       [${secret.map(({name}) => count(`NOT regexp_full_match(${identifier(name)}, ${literal(hashed.source)})`)).join(", ")}],
       map_entries(histogram(coalesce(source, '')))
     FROM (SELECT *, ${order} < lag(${order}) OVER () AS "unsorted!"
           FROM (${datasetQuery(dataset, [{path, version}])}))`
  );
  type Row = [number, number, number, number, number, number[], number[], {key: string; value: bigint}[] | null];
  const [rows, held, minTime, maxTime, unsorted, nulls, clear, bySource] = result.getRowsJS()[0] as unknown as Row;
  const problems: string[] = [];
  const say = (problem: string, detail: string) => problems.push(`${problem}: ${file.path}: ${detail}`);
  if (held !== file.rows) say("wrong number of rows", `${held}, the catalog says ${file.rows}`);
  if (rows !== held) say("rows left out", `${held - rows} do not convert to version ${dataset.version}`);
  else if (minTime !== file.minTime || maxTime !== file.maxTime)
    say("wrong times", `${span(minTime, maxTime)}, the catalog says ${span(file.minTime, file.maxTime)}`);
  if (present && unsorted) say("not sorted", `${unsorted} rows are before the one they should follow`);
  for (const [i, {name}] of needed.entries()) if (nulls[i]) say("missing values", `${nulls[i]} of ${name}`);
  for (const [i, {name}] of secret.entries())
    if (clear[i]) say("private values in the clear", `${clear[i]} of ${name}`);
  return {problems, rows: new Map(bySource?.map(({key, value}) => [key, Number(value)]))};
}

const span = (from: number, to: number): string => `${iso(from)} to ${iso(to)}`;
