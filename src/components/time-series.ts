import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {type EndLabel, endLabels, labelMargin} from "./end-labels.js";
import {formatNumber} from "./format.js";
import {decadeAxis, decades, labelWidth, niceDomain, timeAxis, yAxis} from "./plot-frame.js";
import {type Stage, stages} from "./stages.js";
import type {ForecastPoint, Line, Mark, Point} from "./time-series-data.js";
import {timeTip} from "./time-tip.js";

export interface TimeSeriesOptions {
  lines: readonly Line[];
  unit: string;
  forecast?: readonly ForecastPoint[];
  marks?: readonly Mark[];
  /** Constant values to compare with. */
  references?: readonly {value: number; label: string}[];
  /** Lowest and highest values around the first line. */
  range?: readonly {time: number; lo: number; hi: number}[];
  /** Instant marked "now". */
  now?: number | null;
  /** Whether the axis starts at zero. */
  zero?: boolean;
  /** Whether each step of the axis is ten times the one before; for values above zero that differ by far. */
  log?: boolean;
  /** Points further apart than this are not joined, ms. */
  maxGap?: number;
}

/** Actual solid, forecast dashed with its 50 % and 90 % bands, findings as marks; labels at the lines' ends. */
export function timeSeries(
  {
    lines,
    unit,
    forecast = [],
    marks = [],
    references = [],
    range = [],
    now = null,
    zero = false,
    log = false,
    maxGap
  }: TimeSeriesOptions,
  width: number,
  height: number
): Element {
  const drawn = lines.map((line, i) => ({
    color: `var(--series-${(i % 5) + 1})`,
    ...line,
    points: broken(line, maxGap)
  }));
  const times = [...drawn.flatMap(({points}) => points.map(({time}) => time)), ...forecast.map(({time}) => time)];
  const domain = d3.extent(times) as [number, number];
  const values = [
    ...drawn.flatMap(({points}) => points.map(({value}) => value)),
    ...forecast.flatMap(({lo90, hi90}) => [lo90, hi90]),
    ...range.flatMap(({lo, hi}) => [lo, hi]),
    ...references.map(({value}) => value)
  ];
  const bounds = log ? decades(values) : niceDomain(values, {zero});
  const labels = [
    ...(lines.length + references.length + forecast.length > 1 ? drawn.flatMap((line) => nameAtEnd(line, domain)) : []),
    ...references.map(({label, value}) => ({label, value, color: "var(--muted)"})),
    ...forecast.slice(-1).map(({mean}) => ({label: "Forecast", value: mean, color: "var(--accent-ink)"}))
  ];
  const margins = {
    marginTop: now === null ? 10 : 22,
    marginBottom: 28,
    marginLeft: Math.max(48, labelWidth([formatNumber(bounds[1])]) + 14),
    marginRight: labelMargin(labels)
  };
  const inner = height - margins.marginTop - margins.marginBottom;
  const y = (log ? d3.scaleLog : d3.scaleLinear)(bounds, [inner, 0]);
  return Plot.plot({
    ...margins,
    width,
    height,
    x: {type: "time", domain},
    y: {type: log ? "log" : "linear", domain: bounds},
    marks: [
      log ? decadeAxis(bounds) : yAxis(bounds, Math.max(3, Math.floor(inner / 48))),
      timeAxis(domain, width - margins.marginLeft - margins.marginRight, margins.marginRight),
      references.map(({value}) => Plot.ruleY([value], {stroke: "var(--muted)", strokeDasharray: "2,3"})),
      Plot.areaY(range, {x: "time", y1: "lo", y2: "hi", fill: "var(--context)", fillOpacity: 0.35}),
      band(forecast, "lo90", "hi90", "var(--band-90)"),
      band(forecast, "lo50", "hi50", "var(--band-50)"),
      Plot.line(forecast, {x: "time", y: "mean", stroke: "var(--accent)", strokeWidth: 1.75, strokeDasharray: "5,4"}),
      drawn.map(({points, color, dashed, steps}) =>
        Plot.line(points, {
          x: "time",
          y: "value",
          stroke: color,
          strokeWidth: 1.75,
          strokeLinejoin: "round",
          curve: steps ? "step-after" : "linear",
          ...(dashed && {strokeDasharray: "5,4"})
        })
      ),
      drawn.map(({points, color}) => Plot.dot(isolated(points), {x: "time", y: "value", r: 1.75, fill: color})),
      now === null ? [] : nowRule(now),
      marks.map(({time, value, stage}) => stageDot(time, value, stage)),
      endLabels(labels, {time: domain[1], y, inner}),
      timeTip({lines: drawn, forecast, marks, format: (value) => `${formatNumber(value)} ${unit}`})
    ]
  });
}

/** A rule at an instant, named above the chart. */
const nowRule = (now: number): Plot.Markish[] => [
  Plot.ruleX([now], {stroke: "var(--line-strong)"}),
  Plot.text([now], {x: Number, frameAnchor: "top", dy: -12, text: () => "now", fill: "var(--muted)"})
];

function band(points: readonly ForecastPoint[], lo: keyof ForecastPoint, hi: keyof ForecastPoint, fill: string) {
  return Plot.areaY(points, {x: "time", y1: lo, y2: hi, fill});
}

function stageDot(time: number, value: number, stage: Stage) {
  const {color, symbol} = stages[stage];
  return Plot.dot([{time, value}], {x: "time", y: "value", r: 4.5, symbol, fill: color, stroke: "var(--panel)"});
}

/** A line that goes on to the end of the chart is named there. */
function nameAtEnd({label, color, points}: Line & {color: string}, [from, to]: [number, number]): EndLabel[] {
  const last = points.findLast(({value}) => value !== null);
  return last && last.time > to - (to - from) * 0.05 ? [{label, color, value: last.value!}] : [];
}

/** Points that no line reaches, because nothing is known beside them. */
const isolated = (points: readonly Point[]): Point[] =>
  points.filter(({value}, i) => value !== null && points[i - 1]?.value == null && points[i + 1]?.value == null);

function broken({points, steps}: Line, maxGap = Number.POSITIVE_INFINITY): Point[] {
  if (steps) return [...points];
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    return before && point.time - before.time > maxGap ? [{time: before.time + 1, value: null}, point] : [point];
  });
}
