import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {type BarPiece, type BarRow, barExtent, barPieces, partsOfRow} from "./bar-pieces.js";
import {brushPlot} from "./brush-plot.js";
import {everyNth} from "./every-nth.js";
import {formatDate, formatDateTime, formatNumber} from "./format.js";
import {labelWidth, niceDomain, timeAxis, tipStyle, yAxis} from "./plot-frame.js";
import type {Brush} from "./time-series-data.js";

export type {BarRow};

export interface BarsOptions {
  /** From left to right, or from top to bottom. */
  rows: readonly BarRow[];
  /** Names of the parts, the first at zero; `color` is one of the tokens, by default those of series. */
  parts: readonly {label: string; color?: string}[];
  /** Unit of the values. */
  unit?: string;
  /** Length of a step of time, ms: makes `at` instants, drawn on an axis of time. */
  step?: number;
  /** Name of the line over the bars, which are grey then. */
  over?: string;
  /** Name of the dashed line that the bars are compared with, over time. */
  before?: string;
  /** Name of the ticks at the bars. */
  mark?: string;
  /** Categories from top to bottom, bars to the right. */
  horizontal?: boolean;
  /** Who hears of spans that the reader drags over an axis of time; without it the chart cannot be zoomed. */
  brush?: Brush;
}

const day = 86_400_000;

/** Bars from zero by category or by step of time, stacked by part, with an optional line over them or ticks at them. */
export function bars(options: BarsOptions, width: number, height: number): Element {
  const {rows, horizontal = false, step} = options;
  const pieces = barPieces(rows);
  const values = niceDomain([0, ...barExtent(rows, pieces)], {zero: true});
  if (step !== undefined) return overTime({...options, step}, {pieces, values, width, height});
  return horizontal
    ? acrossLabels(options, {pieces, values, width, height})
    : overLabels(options, {pieces, values, width, height});
}

interface Sizes {
  pieces: BarPiece[];
  values: [number, number];
  width: number;
  height: number;
}

function overTime(
  {rows, step, brush, ...options}: BarsOptions & {step: number},
  {pieces, values, width, height}: Sizes
): Element {
  const from = ({at}: BarRow) => Number(at);
  const end = (row: BarRow) => row.end ?? from(row) + step;
  const middle = (row: BarRow) => (from(row) + end(row)) / 2;
  const domain: [number, number] = [rows[0] ? from(rows[0]) : 0, rows.length ? end(rows.at(-1)!) : step];
  const inset = (width * step) / (domain[1] - domain[0]) > 4 ? 0.5 : 0;
  const name = (row: BarRow) => (step < day ? formatDateTime(from(row)) : formatDate(middle(row)));
  const picture = Plot.plot({
    ...frame(width, height),
    x: {type: "time", domain},
    y: {domain: values},
    marks: [
      yAxis(values, Math.max(3, Math.floor(height / 60))),
      timeAxis(domain, width - 60, 12),
      Plot.rectY(pieces, {
        x1: ({row}: BarPiece) => from(row),
        x2: ({row}: BarPiece) => end(row),
        y1: "from",
        y2: "to",
        ...fill(options),
        insetLeft: inset,
        insetRight: inset
      }),
      Plot.ruleY([0], {stroke: "var(--line-strong)"}),
      options.over ? Plot.line(rows, {x: middle, y: "over", stroke: "var(--accent)", strokeWidth: 1.75}) : [],
      options.before
        ? Plot.line(rows, {x: middle, y: "before", stroke: "var(--muted)", strokeWidth: 1.25, strokeDasharray: "4,3"})
        : [],
      options.mark ? Plot.tickY(rows, {x: middle, y: "mark", stroke: "var(--ink-soft)", strokeWidth: 2}) : [],
      Plot.tip(rows, Plot.pointerX({...tipStyle, x: middle, y: top, title: titleOf(options, name)}))
    ]
  });
  return brush ? brushPlot(picture, brush, frame(width, height)) : picture;
}

function overLabels({rows, ...options}: BarsOptions, {pieces, values, width, height}: Sizes): Element {
  const labels = rows.map(({at}) => String(at));
  const every = everyNth(labels.length, labelWidth(labels), width - 60);
  return Plot.plot({
    ...frame(width, height),
    x: {domain: labels, padding: 0.15},
    y: {domain: values},
    marks: [
      yAxis(values, Math.max(3, Math.floor(height / 60))),
      Plot.axisX(
        labels.filter((_, i) => i % every === 0),
        {tickSize: 0, label: null, fill: "var(--muted)"}
      ),
      Plot.barY(pieces, {x: atOf, y1: "from", y2: "to", ...fill(options)}),
      options.mark ? Plot.tickY(rows, {x: "at", y: "mark", stroke: "var(--ink-soft)", strokeWidth: 2}) : [],
      Plot.ruleY([0], {stroke: "var(--line-strong)"}),
      options.over ? Plot.line(rows, {x: "at", y: "over", stroke: "var(--accent)", strokeWidth: 1.75}) : [],
      Plot.tip(rows, Plot.pointerX({...tipStyle, x: "at", y: top, title: titleOf(options, ({at}) => String(at))}))
    ]
  });
}

function acrossLabels({rows, ...options}: BarsOptions, {pieces, values, width, height}: Sizes): Element {
  const labels = rows.map(({at}) => String(at));
  const marginLeft = Math.min(labelWidth(labels) + 20, width * 0.4);
  const ticks = d3.ticks(values[0], values[1], Math.max(2, Math.floor((width - marginLeft) / 90)));
  return Plot.plot({
    ...frame(width, height),
    marginLeft,
    x: {domain: values},
    y: {domain: labels, padding: 0.25},
    marks: [
      Plot.gridX(ticks, {stroke: "var(--line)", strokeOpacity: 1}),
      Plot.axisX(ticks, {
        tickSize: 0,
        label: null,
        fill: "var(--muted)",
        tickFormat: (tick: number) => formatNumber(tick)
      }),
      Plot.axisY({
        tickSize: 0,
        label: null,
        fill: "var(--ink-soft)",
        textOverflow: "ellipsis",
        lineWidth: (marginLeft - 12) / 12
      }),
      Plot.barX(pieces, {y: atOf, x1: "from", x2: "to", ...fill(options)}),
      options.mark ? Plot.tickX(rows, {y: "at", x: "mark", stroke: "var(--ink-soft)", strokeWidth: 2}) : [],
      Plot.ruleX([0], {stroke: "var(--line-strong)"}),
      Plot.tip(rows, Plot.pointerY({...tipStyle, y: "at", x: top, title: titleOf(options, ({at}) => String(at))}))
    ]
  });
}

const frame = (width: number, height: number) =>
  ({width, height, marginTop: 10, marginBottom: 28, marginLeft: 48, marginRight: 12}) as const;

const atOf = ({row}: BarPiece): string => String(row.at);
const top = (row: BarRow): number => Math.max(0, d3.sum(partsOfRow(row)), row.over ?? 0, row.mark ?? 0);

type Named = Pick<BarsOptions, "parts" | "unit" | "over" | "before" | "mark">;

const fill = ({parts, over}: Named) => ({
  fill: ({part}: BarPiece) => (over ? "var(--context)" : (parts[part]?.color ?? `var(--series-${(part % 5) + 1})`)),
  fillOpacity: over ? 0.6 : 0.9
});

/** What a tip says of a bar: its name, then the parts as they stand from top to bottom. */
function titleOf(
  {parts, unit = "", over, before, mark}: Named,
  name: (row: BarRow) => string
): (row: BarRow) => string {
  const say = (label: string, value: number | null | undefined) => `${label}: ${formatNumber(value)} ${unit}`.trimEnd();
  return (row) =>
    [
      name(row),
      ...partsOfRow(row)
        .map((value, i) => say(parts[i]?.label ?? "", value))
        .reverse(),
      ...(over ? [say(over, row.over)] : []),
      ...(before ? [say(before, row.before)] : []),
      ...(mark ? [say(mark, row.mark)] : [])
    ].join("\n");
}
