export type ColumnType = "time" | "number" | "string" | "boolean" | "other";

export interface ResultColumn {
  name: string;
  type: ColumnType;
  /** Rows without a value, among those that were read. */
  nulls: number;
}

export type ResultRow = Record<string, unknown>;

/** What a question answered. Times are Dates. */
export interface QueryResult {
  columns: ResultColumn[];
  /** The first rows, up to a limit. */
  rows: ResultRow[];
  /** How many there are in all. */
  count: number;
}

/** Distinct values of a column as text, in the order in which they come, up to `most` + 1 of them. */
export function distinct(rows: readonly ResultRow[], column: string, most = 1000): string[] {
  const values = new Set<string>();
  for (const row of rows) {
    if (row[column] != null) values.add(String(row[column]));
    if (values.size > most) break;
  }
  return [...values];
}
