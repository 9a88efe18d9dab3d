import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  TIMESTAMP,
  VARCHAR
} from "@duckdb/node-api";
import {type Column, type ColumnType, type DatasetName, datasets, duckdbType} from "../data/schema.ts";
import {identifier} from "./duckdb.ts";

/** Rows of a DuckDB vector; chunks may not be larger. */
const chunkRows = 2048;

const types: Record<ColumnType, DuckDBType> = {
  timestamp: TIMESTAMP,
  string: VARCHAR,
  double: DOUBLE,
  integer: BIGINT,
  boolean: BOOLEAN,
  strings: LIST(VARCHAR)
};

const convert: Record<ColumnType, (value: never) => DuckDBValue> = {
  timestamp: (ms: number) => new DuckDBTimestampValue(BigInt(Math.round(ms * 1000))),
  string: (text: string) => text,
  double: (number: number) => number,
  integer: (number: number) => BigInt(number),
  boolean: (flag: boolean) => flag,
  strings: (texts: string[]) => listValue(texts)
};

/** Replaces the table `name` by one that holds `records`, with exactly the dataset's columns and types. */
export async function createRecordTable(
  connection: DuckDBConnection,
  name: string,
  dataset: DatasetName,
  records: object[]
): Promise<void> {
  const {columns} = datasets[dataset];
  const definitions = columns.map((column) => `${identifier(column.name)} ${duckdbType[column.type]}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${identifier(name)} (${definitions.join(", ")})`);
  const appender = await connection.createAppender(name);
  try {
    for (let start = 0; start < records.length; start += chunkRows) {
      const rows = records.slice(start, start + chunkRows);
      const chunk = DuckDBDataChunk.create(columns.map(({type}) => types[type]));
      chunk.setColumns(columns.map((column) => rows.map((row) => cell(column, row))));
      appender.appendDataChunk(chunk);
    }
  } finally {
    appender.closeSync();
  }
}

function cell({name, type, nullable}: Column, record: object): DuckDBValue {
  const value = (record as Record<string, unknown>)[name];
  if (value !== null && value !== undefined) return convert[type](value as never);
  if (nullable) return null;
  throw new Error(`missing value: ${name}`);
}
