import type {ChartChoice} from "./notebook.js";
import {distinct, type QueryResult, type ResultColumn} from "./query-result.js";

/** Most lines, colours or parts that can be told apart. */
const mostSeries = 8;

/** The chart that a result's columns and values ask for; null when none would say anything. */
export function proposeChart({columns, rows}: Pick<QueryResult, "columns" | "rows">): ChartChoice | null {
  const of = (type: ResultColumn["type"]) => columns.filter((column) => column.type === type).map(({name}) => name);
  const [time] = of("time");
  const numbers = of("number");
  const texts = [...of("string"), ...of("boolean")];
  const [first, second] = numbers;
  if (rows.length === 0 || first === undefined) return null;
  const few = texts.find((name) => between(distinct(rows, name, mostSeries).length, 2, mostSeries)) ?? null;
  if (time !== undefined) {
    const series = isRepeated(rows, time) ? few : null;
    return {mark: isRepeated(rows, time, series) ? "dot" : "line", x: time, y: first, series};
  }
  const category = texts.find((name) => between(distinct(rows, name, 40).length, 1, 40));
  if (category !== undefined && !isRepeated(rows, category)) return {mark: "bar", x: category, y: first, series: null};
  if (category !== undefined && second === undefined) {
    const series = texts.find((name) => name !== category && name === few) ?? null;
    return {mark: "bar", x: category, y: first, series};
  }
  if (second !== undefined) {
    const ordered = isRising(rows, first);
    return {mark: ordered ? "line" : "dot", x: first, y: second, series: ordered ? null : few};
  }
  return rows.length > 1 ? {mark: "histogram", x: first, y: null, series: null} : null;
}

const between = (count: number, low: number, high: number): boolean => count >= low && count <= high;

/** Whether a value of the column comes twice, within a series if one is given. */
function isRepeated(rows: QueryResult["rows"], column: string, series: string | null = null): boolean {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = JSON.stringify([row[column], series === null ? null : row[series]]);
    if (seen.has(key)) return true;
    seen.add(key);
  }
  return false;
}

/** Whether whole numbers rise from row to row, as hours and steps do. */
const isRising = (rows: QueryResult["rows"], column: string): boolean =>
  rows.length > 2 &&
  rows.every(
    (row, i) => Number.isInteger(row[column]) && (i === 0 || (row[column] as number) > (rows[i - 1]![column] as number))
  );
