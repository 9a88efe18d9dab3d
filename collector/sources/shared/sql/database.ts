/** A row: column to text, number, boolean, null, or a list. What no number holds exactly comes as text. */
export type Row = Record<string, unknown>;

/** A value that rows can be ordered and asked for by. */
export type Key = string | number;

export interface SqlColumn {
  name: string;
  /** Its times are instants: shown in UTC, whatever zone the options name. */
  utc?: boolean;
}

/** What the SQL sources need of a database; one implementation a product. */
export interface SqlDatabase {
  /** Runs one statement with bound parameters. Throws what is wrong in words. */
  query(sql: string, parameters: Key[]): Promise<Row[]>;
  /** A table's columns; empty when there is no such table. */
  columns(table: string): Promise<SqlColumn[]>;
  /** A column's name as SQL. */
  quote(identifier: string): string;
  /** A table's name as SQL. */
  table(name: string): string;
  /** A column as an item of SELECT: its value in a form that the driver can read, under its own name. */
  column(name: string): string;
  /** The n-th parameter as SQL, from 1. */
  parameter(n: number): string;
  /** Ends the connection; a statement under way fails. */
  close(): Promise<void>;
}

/** Opens the database; gives the one that was open before if it is still good. */
export type Connect = (previous: SqlDatabase | null) => Promise<SqlDatabase>;

/**
 * Throws when the table or some of the columns are not there, with what is there instead. Returns the names of the
 * table's columns that hold instants.
 */
export async function checkColumns(database: SqlDatabase, table: string, columns: string[]): Promise<Set<string>> {
  const existing = await database.columns(table);
  if (existing.length === 0)
    throw new Error(`no such table: ${table} (write its name as the database does, and let the user read it)`);
  const names = existing.map(({name}) => name);
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length)
    throw new Error(
      `no such ${missing.length === 1 ? "column" : "columns"} in table ${table}: ${missing.join(", ")} (it has ${names.join(", ")})`
    );
  return new Set(existing.filter(({utc}) => utc).map(({name}) => name));
}

/** `SELECT` of the columns, every identifier quoted. */
export function select(database: SqlDatabase, table: string, columns: string[]): string {
  return `SELECT ${columns.map((column) => database.column(column)).join(", ")} FROM ${database.table(table)}`;
}
