import type {ExportFacts} from "./export-facts.js";
import type {CellType, TypedColumn} from "./typed-columns.js";

/**
 * A table as CSV (RFC 4180, UTF-8), times in ISO 8601 UTC. It begins with a byte order mark, without which Excel takes it for the
 * encoding of its country and writes mÂ³/h; DuckDB, pandas, readr, browsers and Weir's own csv source pass over it. What the file says of itself stands in two columns at the end, since
 * every reader of CSV understands those and not all know comments: `weir_snapshot` in every row, so that rows of several files
 * remain told apart, and `weir_about` in the first.
 */
export function exportCsv(columns: readonly TypedColumn[], facts: ExportFacts): string {
  const rows = columns[0]?.values.length ?? 0;
  const {snapshot, ...rest} = facts;
  const about = Object.entries(rest)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ");
  const head = [...columns.map(({name}) => name), "weir_snapshot", "weir_about"].map((name) => cell(name, "text"));
  const lines = Array.from({length: rows}, (_, i) => [
    ...columns.map(({type, values}) => cell(values[i] ?? null, type)),
    cell(snapshot, "text"),
    i ? "" : cell(about, "text")
  ]);
  return `\ufeff${[head, ...lines].map((line) => `${line.join(",")}\r\n`).join("")}`;
}

function cell(value: string | number | boolean | null, type: CellType): string {
  if (value === null) return "";
  if (type === "time") return new Date(value as number).toISOString();
  return type === "text" ? quoted(guarded(String(value))) : String(value);
}

/** A spreadsheet would run text that begins like a formula; numbers are none. */
const guarded = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
