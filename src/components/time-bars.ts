import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {formatDateTime, formatNumber} from "./format.js";
import {niceDomain, timeAxis, tipStyle, yAxis} from "./plot-frame.js";

export interface BarRow {
  /** Start of the step, UTC ms. */
  time: number;
  value: number;
  /** Height of the line over the bars. */
  over?: number | null;
}

export interface TimeBarsOptions {
  rows: readonly BarRow[];
  /** Length of a step, ms. */
  step: number;
  unit: string;
  label: string;
  overLabel?: string;
}

/** Bars from zero, one a step, with an optional line over them. */
export function timeBars(
  {rows, step, unit, label, overLabel}: TimeBarsOptions,
  width: number,
  height: number
): Element {
  const domain: [number, number] = [rows[0]?.time ?? 0, (rows.at(-1)?.time ?? 0) + step];
  const x = {x: ({time}: BarRow) => time + step / 2};
  const say = (name: string, value: number | null | undefined) => `${name}: ${formatNumber(value)} ${unit}`;
  const y = niceDomain(
    rows.flatMap(({value, over}) => [value, over]),
    {zero: true}
  );
  return Plot.plot({
    width,
    height,
    marginTop: 10,
    marginBottom: 28,
    marginLeft: 48,
    marginRight: 12,
    x: {type: "time", domain},
    y: {domain: y},
    marks: [
      yAxis(y, Math.max(3, Math.floor(height / 60))),
      timeAxis(domain, width - 60, 12),
      Plot.rectY(rows, {
        x1: "time",
        x2: ({time}: BarRow) => time + step,
        y: "value",
        fill: overLabel ? "var(--context)" : "var(--accent)",
        fillOpacity: overLabel ? 0.6 : 0.9,
        insetLeft: width / rows.length > 4 ? 0.5 : 0,
        insetRight: width / rows.length > 4 ? 0.5 : 0
      }),
      Plot.ruleY([0], {stroke: "var(--line-strong)"}),
      overLabel ? Plot.line(rows, {...x, y: "over", stroke: "var(--accent)", strokeWidth: 1.75}) : [],
      Plot.tip(
        rows,
        Plot.pointerX({
          ...x,
          ...tipStyle,
          y: "value",
          title: (row: BarRow) =>
            [
              step < 86_400_000 ? formatDateTime(row.time) : d3.timeFormat("%a %-d %b %Y")(new Date(row.time)),
              say(label, row.value),
              ...(overLabel ? [say(overLabel, row.over)] : [])
            ].join("\n")
        })
      )
    ]
  });
}
