import {formatDateTime, formatNumber, missing} from "../format.js";
import type {ResultColumn, ResultRow} from "./query-result.js";

/** Rows with the columns that they have, as `lakeSql` gives them. */
export type ResultRows = ResultRow[] & {schema: ResultColumn[]};

/** A result as the table behind a chart. */
export const resultTable = (rows: ResultRows) => ({
  rows,
  columns: rows.schema.map(({name, type}) => ({
    label: name,
    value: (row: ResultRow) => sortable(row[name]),
    show: (row: ResultRow) => showValue(row[name]),
    kind: type === "number" ? ("number" as const) : type === "time" ? ("nowrap" as const) : ("text" as const)
  }))
});

/** A value as a reader sees it; times in the reader's zone, numbers with the digits that they have, up to six. */
export function showValue(value: unknown): string {
  if (value == null) return missing;
  if (value instanceof Date) return formatDateTime(value.getTime());
  if (typeof value === "number") return Number.isInteger(value) ? formatNumber(value) : precise.format(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const precise = new Intl.NumberFormat("en-GB", {maximumSignificantDigits: 6});

const sortable = (value: unknown) =>
  value instanceof Date
    ? value.getTime()
    : value == null || typeof value === "object"
      ? null
      : (value as string | number);
