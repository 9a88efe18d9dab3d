import type {QueryResult, ResultColumn, ResultRow} from "./query-result.js";

interface Packed {
  columns: ResultColumn[];
  /** Values in the columns' order; times are UTC ms. */
  rows: (number | string | null)[][];
}

/** Results as a page's data holds them, as results of queries. */
export const exampleResults = (packed: Record<string, Packed>): Record<string, QueryResult> =>
  Object.fromEntries(Object.entries(packed).map(([id, result]) => [id, unpacked(result)]));

function unpacked({columns, rows}: Packed): QueryResult {
  const row = (values: Packed["rows"][number]): ResultRow =>
    Object.fromEntries(
      columns.map(({name, type}, i) => [name, type === "time" && values[i] !== null ? new Date(values[i]!) : values[i]])
    );
  return {columns, rows: rows.map(row), count: rows.length};
}
