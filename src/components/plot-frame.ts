import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {formatNumber} from "./format.js";
import {timeTick, timeTicks} from "./time-ticks.js";

/** Look shared by every tip: the panel's ground, a fine border, no pointer shadow. */
export const tipStyle = {
  fill: "var(--panel)",
  stroke: "var(--line-strong)",
  pathFilter: "none",
  textPadding: 10,
  lineHeight: 1.35,
  fontSize: 12.5,
  maxRadius: 400
} as const;

/** Values with the words that stand beside them. */
export interface Ticks<Value> {
  values: Value[];
  format: (value: Value) => string;
}

/** Round values, written with the digits that tell neighbours apart. */
export function valueTicks([low, high]: readonly [number, number], count = 5): Ticks<number> {
  const digits = Math.min(3, Math.max(0, -Math.floor(Math.log10(d3.tickStep(low, high, count)))));
  return {values: d3.ticks(low, high, count), format: (value) => formatNumber(value, {digits})};
}

/** The powers of ten, for a logarithmic axis. */
export const decadeTicks = ([low, high]: readonly [number, number]): Ticks<number> => ({
  values: d3.range(Math.log10(low), Math.log10(high) + 0.5).map((power) => 10 ** power),
  format: formatNumber
});

/** Horizontal rules with their values standing left of them. */
export const yAxis = (bounds: readonly [number, number], count = 5): Plot.Markish[] => rules(valueTicks(bounds, count));

export const rules = ({values, format}: Ticks<number>): Plot.Markish[] => [
  Plot.gridY(values, {stroke: "var(--line)", strokeOpacity: 1}),
  Plot.axisY(values, {tickSize: 0, tickPadding: 8, label: null, fill: "var(--muted)", tickFormat: format})
];

/** The powers of ten around the values above zero. */
export function decades(values: Iterable<number | null | undefined>): [number, number] {
  const [low = 1, high = 10] = d3.extent([...values].filter((value) => value != null && value > 0) as number[]);
  const from = Math.floor(Math.log10(low));
  return [10 ** from, 10 ** Math.max(from + 1, Math.ceil(Math.log10(high)))];
}

/**
 * Times below the chart in the page's zone: clock times within days, dates beyond. `width` is the axis' own, with
 * `margin` px to its right.
 */
export function timeAxis(domain: [number, number], width: number, margin: number): Plot.Markish[] {
  const {values, format} = axisTicks(domain, width, margin);
  return [
    Plot.axisX(values, {
      tickSize: 4,
      tickPadding: 4,
      label: null,
      stroke: "var(--line-strong)",
      fill: "var(--muted)",
      tickFormat: format
    })
  ];
}

/** The times below a chart, as `timeAxis` draws them. */
export function axisTicks(domain: [number, number], width: number, margin: number): Ticks<Date> {
  const days = (domain[1] - domain[0]) / 86_400_000;
  return {values: roomyTicks(domain, width, margin, days), format: (tick) => timeTick(tick, days)};
}

/** Ticks whose labels are not cut off, do not touch and differ; where two would touch, the later one stays. */
function roomyTicks(domain: [number, number], width: number, margin: number, days: number): Date[] {
  const x = d3.scaleTime(domain, [0, width]);
  const ticks = timeTicks(domain, (from, to) => d3.utcTicks(from, to, Math.max(3, Math.floor(width / 84))));
  const kept: Date[] = [];
  for (const tick of ticks.reverse()) {
    if (tick.getSeconds()) continue;
    const room = labelWidth([timeTick(tick, days)]) + 8;
    if (kept[0] ? x(kept[0]) - x(tick) > room : x(tick) + room / 2 <= width + margin) kept.unshift(tick);
  }
  return kept;
}

/** Bounds with room above and below; from zero when asked, or when the values are close to it anyway. */
export function niceDomain(values: Iterable<number | null | undefined>, {zero = false} = {}): [number, number] {
  const [low, high] = d3.extent(values as Iterable<number>);
  if (low === undefined || high === undefined) return [0, 1];
  if (low === high) return low > 0 ? [0, low * 1.25] : low < 0 ? [low * 1.25, 0] : [0, 1];
  const from = zero || (low >= 0 && low < high * 0.4) ? Math.min(0, low) : low - (high - low) * 0.08;
  const [nicedLow, nicedHigh] = d3
    .scaleLinear([from, high + (high - from) * 0.04], [0, 1])
    .nice(5)
    .domain();
  return [nicedLow!, nicedHigh!];
}

/** What charts of labelled lanes over a stretch of time share: where they stand, and the time below them. */
export function laneFrame(labels: readonly string[], {from, to}: {from: number; to: number}, width: number) {
  const marginLeft = Math.min(labelWidth(labels) + 20, width * 0.35);
  const marginRight = 12;
  return {
    options: {width, marginLeft, marginRight, marginTop: 8, marginBottom: 28, x: {type: "time", domain: [from, to]}},
    timeAxis: timeAxis([from, to], width - marginLeft - marginRight, marginRight)
  } as const;
}

/** Width that labels need in pixels at 12 px text. */
export const labelWidth = (labels: readonly string[]): number => (d3.max(labels, (label) => label.length) ?? 0) * 6.4;
