/** A row: column to text, number, boolean, null, or what a JSON column holds. Integers beyond 2^53 come as text. */
export type Row = Record<string, unknown>;

/** What the SQL sources need of a database; one implementation a product. */
export interface SqlDatabase {
  /** Runs one statement with bound parameters. Throws what is wrong in words. */
  query(sql: string, parameters: (string | number)[]): Promise<Row[]>;
  /** Names of a table's columns; empty when there is no such table. */
  columns(table: string): Promise<string[]>;
  /** An identifier as SQL. */
  quote(identifier: string): string;
  /** A column as an item of SELECT: its value in a form that the driver can read, under its own name. */
  column(name: string): string;
  /** The n-th parameter as SQL, from 1. */
  parameter(n: number): string;
  close(): Promise<void>;
}

/** Opens the database; gives the one that was open before if it is still good. */
export type Connect = (previous: SqlDatabase | null) => Promise<SqlDatabase>;

/** Throws when the table or some of the columns are not there, with what is there instead. */
export async function checkColumns(database: SqlDatabase, table: string, columns: string[]): Promise<void> {
  const existing = await database.columns(table);
  if (existing.length === 0) throw new Error(`no such table: ${table}`);
  const missing = columns.filter((column) => !existing.includes(column));
  if (missing.length)
    throw new Error(
      `no such ${missing.length === 1 ? "column" : "columns"} in table ${table}: ${missing.join(", ")} (it has ${existing.join(", ")})`
    );
}

/** `SELECT` of the columns, every identifier quoted. */
export function select(database: SqlDatabase, table: string, columns: string[]): string {
  return `SELECT ${columns.map((column) => database.column(column)).join(", ")} FROM ${database.quote(table)}`;
}
