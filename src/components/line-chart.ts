import {chart} from "./chart.js";
import {emptyState} from "./empty-state.js";
import {formatDateTime} from "./format.js";
import {timeSeries} from "./time-series.js";

/** A row of a query's result: a time (Date or UTC ms) and numbers. */
export type LineRow = Readonly<Record<string, unknown>>;

export interface LineChartOptions {
  /** What the chart shows: the finding. */
  title: string;
  /** Unit, period and source. */
  subtitle?: string;
  unit?: string;
  /** Column of the times. */
  x?: string;
  /** Columns that are drawn, a line each; all with numbers when left out. */
  y?: string | readonly string[];
  /** Height that is reserved, px. */
  height?: number;
}

/** A chart over time straight from the rows of a query, in any order, with the numbers behind it. */
export function lineChart(
  rows: readonly LineRow[],
  {title, subtitle, unit = "", x = "time", y = numbersOf(rows, x), height}: LineChartOptions
): HTMLElement {
  if (!rows.length)
    return emptyState("Nothing to draw", "The query has no rows; choose something else, or look at its conditions.");
  const names = typeof y === "string" ? [y] : y;
  for (const name of [x, ...names])
    if (!(name in rows[0]!))
      throw new Error(`no such column: ${name} (the rows have ${Object.keys(rows[0]!).join(", ")})`);
  const sorted = rows.map((row) => ({row, time: Number(row[x])})).sort((a, b) => a.time - b.time);
  const lines = names.map((label) => ({
    label,
    points: sorted.map(({row, time}) => ({time, value: finite(row[label])}))
  }));
  return chart({
    title,
    subtitle,
    height,
    render: (width, height) => timeSeries({lines, unit}, width, height),
    table: {
      rows: sorted.toReversed(),
      columns: [
        {label: x, value: ({time}) => time, show: ({time}) => formatDateTime(time), kind: "nowrap"},
        ...names.map((label) => ({
          label,
          value: ({row}: {row: LineRow}) => finite(row[label]),
          kind: "number" as const
        }))
      ]
    }
  });
}

const numbersOf = (rows: readonly LineRow[], x: string): string[] => {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => name !== x && rows.some((row) => typeof row[name] === "number"));
};

const finite = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
