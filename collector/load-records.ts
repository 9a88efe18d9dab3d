import {mkdir, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {type Column, type ColumnType, type DatasetName, datasets, duckdbType} from "../data/schema.ts";
import {identifier, literal} from "./duckdb.ts";
import {writeFileOf} from "./durable.ts";
import type {EncodedRecords} from "./encoded-records.ts";

/** How a column stands in encoded records: times as milliseconds, the rest as JSON has it. */
const encodedType: Record<ColumnType, string> = {
  timestamp: "DOUBLE",
  string: "VARCHAR",
  double: "DOUBLE",
  integer: "BIGINT",
  boolean: "BOOLEAN",
  strings: "VARCHAR[]"
};

/** Lines are handed over in pieces of about this size, or of one line where that is longer, bytes. */
const pieceBytes = 64 * 2 ** 10;
/** So many pieces pass through the file at once; fewer where the disk has no more room. */
const piecesAtOnce = 256;

/** Bytes; DuckDB reads smaller ones no faster. */
const smallestBuffer = 2 ** 18;

const newline = 0x0a;
const suffix = ".ndjson";

/**
 * Replaces the temporary table `table` by one that holds the records, with exactly the dataset's columns and types.
 * DuckDB parses the lines itself: they pass through a small file in `folder` that is gone when this returns.
 *
 * @throws Error when a column that may not be null is null, or the number of rows is not that of the records
 */
export async function loadRecords(
  connection: DuckDBConnection,
  {table, dataset, records, folder}: {table: string; dataset: DatasetName; records: EncodedRecords[]; folder: string}
): Promise<void> {
  const {columns} = datasets[dataset];
  const definitions = columns.map(({name, type}) => `${identifier(name)} ${duckdbType[type]}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${identifier(table)} (${definitions.join(", ")})`);
  await mkdir(folder, {recursive: true});
  const path = join(folder, `${table}-${dataset}${suffix}`);
  const pieces = records.flatMap(({lines}) => [...piecesOf(lines)]);
  let atOnce = piecesAtOnce;
  try {
    for (let start = 0; start < pieces.length; ) {
      const part = pieces.slice(start, start + atOnce);
      try {
        await writeFileOf(part, path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC" || atOnce === 1) throw error;
        atOnce = Math.ceil(atOnce / 4);
        continue;
      }
      const longest = Math.max(...part.map(({length}) => length));
      await connection.run(`INSERT INTO ${identifier(table)} ${selectFrom(path, columns, longest)}`);
      start += part.length;
    }
  } finally {
    await rm(path, {force: true});
  }
  await checkTable(connection, table, columns, records);
}

/** Removes the files that a process killed in the middle of `loadRecords` left in `folder`. */
export async function removeLeftLoads(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith(suffix)) await rm(join(folder, name), {force: true});
}

/** Whole lines. */
function* piecesOf(lines: Buffer): Iterable<Buffer> {
  for (let start = 0; start < lines.length; ) {
    const full = start + pieceBytes;
    const last = full < lines.length ? lines.lastIndexOf(newline, full - 1) : lines.length - 1;
    const end = (last >= start ? last : lines.indexOf(newline, full)) + 1;
    yield lines.subarray(start, end);
    start = end;
  }
}

/** DuckDB holds two buffers of the size of the longest object: `longest` keeps them small. */
function selectFrom(path: string, columns: Column[], longest: number): string {
  const types = columns.map(({name, type}) => `${literal(name)}: ${literal(encodedType[type])}`).join(", ");
  return `SELECT ${columns.map(loaded).join(", ")}
    FROM read_json(${literal(path)}, format = 'newline_delimited', columns = {${types}},
      maximum_object_size = ${Math.max(smallestBuffer, longest)})`;
}

const loaded = ({name, type}: Column): string =>
  type === "timestamp"
    ? `make_timestamp(round(${identifier(name)} * 1000)::BIGINT) AS ${identifier(name)}`
    : identifier(name);

async function checkTable(
  connection: DuckDBConnection,
  table: string,
  columns: Column[],
  records: EncodedRecords[]
): Promise<void> {
  const counts = columns.map(({name}) => `count(${identifier(name)})::DOUBLE`);
  const result = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, ${counts.join(", ")} FROM ${identifier(table)}`
  );
  const [rows, ...present] = result.getRowsJS()[0] as number[];
  const expected = records.reduce((sum, {length}) => sum + length, 0);
  if (rows !== expected) throw new Error(`lost rows: ${rows} of ${expected} records were loaded`);
  const missing = columns.find(({nullable}, i) => !nullable && present[i] !== rows);
  if (missing) throw new Error(`missing value: ${missing.name}`);
}
