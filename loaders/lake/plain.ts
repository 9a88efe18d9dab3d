import type {JS} from "@duckdb/node-api";

/** DuckDB's values as plain JSON-like ones: times as ms since the epoch, whole numbers as numbers. */
export function plain(value: JS): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === "object" && !ArrayBuffer.isView(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner as JS)]));
  return value;
}
