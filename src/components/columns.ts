import type {ForecastPoint, Point} from "./time-series-data.js";

/** Equally spaced columns: row i is the interval that begins at start + i * step. */
export type Columns<Name extends string> = {start: number; step: number} & Record<Name, readonly (number | null)[]>;

/** One column as points. */
export const columnPoints = <Name extends string>(columns: Columns<Name>, name: Name): Point[] =>
  columns[name].map((value, i) => ({time: columns.start + i * columns.step, value}));

/** Two columns as the span between them, where both are known. */
export const columnRange = <Name extends string>(columns: Columns<Name>, lo: Name, hi: Name) =>
  columns[lo].flatMap((low, i) => {
    const high = columns[hi][i];
    return low === null || high == null ? [] : [{time: columns.start + i * columns.step, lo: low, hi: high}];
  });

type ForecastColumns = Columns<"mean" | "lo50" | "hi50" | "lo90" | "hi90">;

/** A forecast's columns as points; none without a forecast. */
export const forecastPoints = (columns: ForecastColumns | null): ForecastPoint[] =>
  (columns?.mean ?? []).flatMap((mean, i) => {
    const {start, step, lo50, hi50, lo90, hi90} = columns!;
    if (mean === null) return [];
    const or = (values: readonly (number | null)[]) => values[i] ?? mean;
    return [{time: start + i * step, mean, lo50: or(lo50), hi50: or(hi50), lo90: or(lo90), hi90: or(hi90)}];
  });
