import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {endLabels, labelMargin} from "./end-labels.js";
import {formatNumber} from "./format.js";
import {labelWidth, niceDomain, tipStyle, yAxis} from "./plot-frame.js";

export interface StepLine {
  label: string;
  color: string;
  /** By steps ahead; the first is one step ahead. */
  values: readonly (number | null)[];
}

interface StepPoint {
  ahead: number;
  value: number | null;
  label: string;
}

/** Lines over how far ahead something lies. `stepMs` is the length of a step; the axis starts at zero. */
export function stepLines(
  {lines, stepMs, unit}: {lines: readonly StepLine[]; stepMs: number; unit: string},
  width: number,
  height: number
): Element {
  const most = d3.max(lines, ({values}) => values.length) ?? 1;
  const scale = timeAhead(most * stepMs);
  const points = lines.map(({label, values}) =>
    values.map((value, i): StepPoint => ({ahead: ((i + 1) * stepMs) / scale.ms, value, label}))
  );
  const bounds = niceDomain(
    points.flatMap((line) => line.map(({value}) => value)),
    {zero: true}
  );
  const ends = lines.flatMap(({label, color, values}) => {
    const value = values.findLast((one) => one !== null);
    return value == null ? [] : [{label, color, value}];
  });
  const margins = {
    marginTop: 10,
    marginBottom: 34,
    marginLeft: Math.max(48, labelWidth([formatNumber(bounds[1])]) + 14),
    marginRight: labelMargin(ends)
  };
  const inner = height - margins.marginTop - margins.marginBottom;
  const end = (most * stepMs) / scale.ms;
  const tip = ({ahead, value, label}: StepPoint) =>
    `${label}\n${formatNumber(ahead)} ${scale.name} ahead: ${formatNumber(value)} ${unit}`;
  return Plot.plot({
    ...margins,
    width,
    height,
    x: {domain: [0, end]},
    y: {domain: bounds},
    marks: [
      yAxis(bounds, Math.max(3, Math.floor(inner / 48))),
      Plot.axisX(d3.ticks(0, end, width < 480 ? 4 : 7), {
        tickSize: 4,
        label: null,
        stroke: "var(--line-strong)",
        fill: "var(--muted)",
        tickFormat: (tick: number) => `${formatNumber(tick)} ${scale.name}`
      }),
      points.map((line, i) =>
        Plot.line(line, {x: "ahead", y: "value", stroke: lines[i]!.color, strokeWidth: 1.75, strokeLinejoin: "round"})
      ),
      endLabels(ends, {time: end, y: d3.scaleLinear(bounds, [inner, 0]), inner}),
      Plot.tip(points.flat(), Plot.pointer({...tipStyle, x: "ahead", y: "value", title: tip}))
    ]
  });
}

/** The unit in which so long a time is read. */
function timeAhead(ms: number): {ms: number; name: string} {
  if (ms <= 2 * 3_600_000) return {ms: 60_000, name: "min"};
  return ms <= 2 * 86_400_000 ? {ms: 3_600_000, name: "h"} : {ms: 86_400_000, name: "d"};
}
