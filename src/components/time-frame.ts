import * as d3 from "npm:d3";
import {type EndLabel, labelMargin} from "./end-labels.js";
import {formatNumber} from "./format.js";
import {axisTicks, decades, decadeTicks, labelWidth, niceDomain, type Ticks, valueTicks} from "./plot-frame.js";
import type {Line, Point, TimeSeriesOptions} from "./time-series-data.js";

export interface DrawnLine extends Line {
  color: string;
  points: Point[];
}

/** Where everything of a time series stands: what Plot and the drawing during a drag have in common. Lengths are px. */
export interface TimeFrame {
  width: number;
  height: number;
  margins: {marginTop: number; marginRight: number; marginBottom: number; marginLeft: number};
  /** Height of the area between the margins. */
  inner: number;
  /** First and last instant, UTC ms. */
  domain: [number, number];
  bounds: [number, number];
  x: d3.ScaleTime<number, number>;
  y: d3.ScaleContinuousNumeric<number, number>;
  xTicks: Ticks<Date>;
  yTicks: Ticks<number>;
  /** With a colour each, and broken where points are too far apart. */
  lines: DrawnLine[];
  /** Names at the lines' ends. */
  labels: EndLabel[];
}

export function timeFrame(options: TimeSeriesOptions, width: number, height: number): TimeFrame {
  const {forecast = [], references = [], now = null, log = false, maxGap} = options;
  const lines = options.lines.map((line, i) => ({
    color: `var(--series-${(i % 5) + 1})`,
    ...line,
    points: broken(line, maxGap)
  }));
  const domain = options.domain ?? domainOf(options);
  const bounds = boundsOf(options);
  const labels = [
    ...(lines.length + references.length + forecast.length > 1 ? lines.flatMap((line) => nameAtEnd(line, domain)) : []),
    ...references.map(({label, value}) => ({label, value, color: "var(--muted)"})),
    ...forecast.slice(-1).map(({mean}) => ({label: "Forecast", value: mean, color: "var(--accent-ink)"}))
  ];
  const margins = {
    marginTop: now === null ? 10 : 22,
    marginBottom: 28,
    marginLeft: Math.max(48, labelWidth([formatNumber(bounds[1])]) + 14),
    marginRight: labelMargin(labels)
  };
  const {marginTop, marginRight, marginBottom, marginLeft} = margins;
  const inner = height - marginTop - marginBottom;
  return {
    width,
    height,
    margins,
    inner,
    domain,
    bounds,
    x: d3.scaleTime(domain, [marginLeft, width - marginRight]),
    y: (log ? d3.scaleLog : d3.scaleLinear)(bounds, [height - marginBottom, marginTop]),
    xTicks: axisTicks(domain, width - marginLeft - marginRight, marginRight),
    yTicks: log ? decadeTicks(bounds) : valueTicks(bounds, Math.max(3, Math.floor(inner / 48))),
    lines,
    labels
  };
}

function domainOf({lines, forecast = []}: TimeSeriesOptions): [number, number] {
  const [from = 0, to = from] = d3.extent([
    ...lines.flatMap(({points}) => points.map(({time}) => time)),
    ...forecast.map(({time}) => time)
  ]);
  return [from, to];
}

function boundsOf({lines, forecast = [], range = [], references = [], zero = false, log = false}: TimeSeriesOptions) {
  const values = [
    ...lines.flatMap(({points}) => points.map(({value}) => value)),
    ...forecast.flatMap(({lo90, hi90}) => [lo90, hi90]),
    ...range.flatMap(({lo, hi}) => [lo, hi]),
    ...references.map(({value}) => value)
  ];
  return log ? decades(values) : niceDomain(values, {zero});
}

/** A line that goes on to the end of the chart is named there. */
function nameAtEnd({label, color, points}: DrawnLine, [from, to]: [number, number]): EndLabel[] {
  const last = points.findLast(({value}) => value !== null);
  return last && last.time > to - (to - from) * 0.05 ? [{label, color, value: last.value!}] : [];
}

function broken({points, steps}: Line, maxGap = Number.POSITIVE_INFINITY): Point[] {
  if (steps) return [...points];
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    return before && point.time - before.time > maxGap ? [{time: before.time + 1, value: null}, point] : [point];
  });
}

/** Points that no line reaches, because nothing is known beside them. */
export const isolated = (points: readonly Point[]): Point[] =>
  points.filter(({value}, i) => value !== null && points[i - 1]?.value == null && points[i + 1]?.value == null);
