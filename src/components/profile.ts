import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {formatNumber} from "./format.js";
import {niceDomain, tipStyle, yAxis} from "./plot-frame.js";

export interface ProfileRow {
  label: string;
  mean: number;
  p95: number;
}

/** What is usual at each hour or weekday: bars up to the mean, a tick at the 95 % quantile. */
export function profile(
  {rows, unit}: {rows: readonly ProfileRow[]; unit: string},
  width: number,
  height: number
): Element {
  const every = Math.max(1, Math.ceil((rows.length * 44) / width));
  const labels = rows.map(({label}) => label);
  const y = niceDomain(
    rows.flatMap(({mean, p95}) => [mean, p95]),
    {zero: true}
  );
  return Plot.plot({
    width,
    height,
    marginLeft: 48,
    marginRight: 8,
    marginTop: 10,
    marginBottom: 28,
    x: {domain: labels, padding: 0.15},
    y: {domain: y},
    marks: [
      yAxis(y, 4),
      Plot.axisX(
        d3.range(0, rows.length, every).map((i) => labels[i]!),
        {tickSize: 0, label: null, fill: "var(--muted)"}
      ),
      Plot.barY(rows, {x: "label", y: "mean", fill: "var(--accent)", fillOpacity: 0.9, rx: 1}),
      Plot.tickY(rows, {x: "label", y: "p95", stroke: "var(--ink-soft)", strokeWidth: 2}),
      Plot.ruleY([0], {stroke: "var(--line-strong)"}),
      Plot.tip(
        rows,
        Plot.pointerX({
          ...tipStyle,
          x: "label",
          y: "p95",
          title: ({label, mean, p95}: ProfileRow) =>
            `${label}\nmean ${formatNumber(mean)} ${unit}\n95 % of minutes below ${formatNumber(p95)} ${unit}`
        })
      )
    ]
  });
}
