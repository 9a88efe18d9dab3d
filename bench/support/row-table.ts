import {keepsBar, type Row} from "../bench.ts";

/** Rows of one or more benchmarks as aligned text: `bench  what  value unit  limit  rival`. */
export function rowTable(rows: (Row & {bench: string})[]): string {
  const cells = rows.map((row) => [row.bench, row.what, figure(row.value), row.unit, limit(row), rival(row)]);
  const table = [["bench", "what", "value", "unit", "limit", "rival"], ...cells];
  const widths = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!.length)));
  const line = (row: string[]) => row.map((cell, i) => (i === 2 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)));
  return table.map((row) => `${line(row).join("  ").trimEnd()}\n`).join("");
}

/** Three significant digits below 100, whole numbers above. */
const figure = (value: number) =>
  value.toLocaleString("en", value < 100 ? {maximumSignificantDigits: 3} : {maximumFractionDigits: 0});

function limit(row: Row): string {
  if (!row.bar) return "";
  const bound = "atMost" in row.bar ? `<= ${figure(row.bar.atMost)}` : `>= ${figure(row.bar.atLeast)}`;
  return keepsBar(row) ? `${bound} kept` : `${bound} MISSED`;
}

function rival({rival, value}: Row): string {
  return rival ? `${rival.name} ${figure(rival.value)} (x${(value / rival.value).toFixed(2)})` : "";
}
