import type {ColumnType, ResultColumn, ResultRow} from "./explore/query-result.js";

interface Batch {
  numRows: number;
  schema: {fields: {name: string; type: {toString(): string}}[]};
  getChildAt(index: number): {get(row: number): unknown} | null;
}

/** The columns of an answer, without counts of nulls yet. */
export const arrowColumns = ({fields}: Batch["schema"]): ResultColumn[] =>
  fields.map(({name, type}) => ({name, type: typeOf(String(type)), nulls: 0}));

/** Adds the rows of a batch to `rows`, up to `limit` of them, and counts the nulls. */
export function addRows(
  batch: Batch,
  {columns, rows, limit}: {columns: ResultColumn[]; rows: ResultRow[]; limit: number}
) {
  const vectors = columns.map((_, i) => batch.getChildAt(i));
  const count = Math.min(batch.numRows, limit - rows.length);
  for (let i = 0; i < count; ++i) {
    const row: ResultRow = {};
    for (const [k, column] of columns.entries()) {
      const value = plain(vectors[k]?.get(i), column.type);
      if (value === null) ++column.nulls;
      row[column.name] = value;
    }
    rows.push(row);
  }
}

function typeOf(type: string): ColumnType {
  if (/^(Date|Timestamp)/.test(type)) return "time";
  if (/^(Int|Uint|Float|Decimal)/.test(type)) return "number";
  if (/^(Utf8|LargeUtf8|Dictionary)/.test(type)) return "string";
  return type === "Bool" ? "boolean" : "other";
}

function plain(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type === "time") return value instanceof Date ? value : new Date(Number(value));
  if (type === "number") return Number(value);
  if (type !== "other") return value;
  const text =
    typeof value === "object"
      ? JSON.stringify(value, (_, item) => (typeof item === "bigint" ? Number(item) : item))
      : String(value);
  return text;
}
