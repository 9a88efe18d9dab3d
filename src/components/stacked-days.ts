import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {html, svg} from "npm:htl";
import {formatDate, formatNumber} from "./format.js";
import type {Part} from "./parts.js";
import {niceDomain, timeAxis, tipStyle, yAxis} from "./plot-frame.js";

const day = 86_400_000;

/** A bar a day from zero, its parts stacked with the first at the bottom. `starts` are the days' starts, UTC ms. */
export function stackedDays(
  {starts, parts}: {starts: readonly number[]; parts: readonly Part[]},
  width: number,
  height: number
): Element {
  const totals = starts.map((time, i) => ({time, i, total: d3.sum(parts, ({counts}) => counts[i]!)}));
  const bars = parts.flatMap(({color, counts}, order) =>
    starts.map((time, i) => ({time, count: counts[i]!, color, order}))
  );
  const domain: [number, number] = [starts[0] ?? 0, (starts.at(-1) ?? 0) + day];
  const y = niceDomain(
    totals.map(({total}) => total),
    {zero: true}
  );
  return Plot.plot({
    width,
    height,
    marginLeft: 48,
    marginRight: 12,
    marginTop: 10,
    marginBottom: 28,
    x: {type: "time", domain},
    y: {domain: y},
    marks: [
      yAxis(y, 4),
      timeAxis(domain, width - 60, 12),
      Plot.rectY(
        bars.filter(({count}) => count > 0),
        {
          x1: "time",
          x2: ({time}: {time: number}) => time + day,
          y: "count",
          fill: ({color}: {color: string}) => color,
          order: "order",
          insetLeft: 0.5,
          insetRight: 0.5
        }
      ),
      Plot.ruleY([0], {stroke: "var(--line-strong)"}),
      Plot.tip(
        totals,
        Plot.pointerX({
          ...tipStyle,
          x: ({time}: {time: number}) => time + day / 2,
          y: "total",
          title: ({time, i}: (typeof totals)[number]) =>
            [
              formatDate(time + day / 2),
              ...parts.map(({label, counts}) => `${label}: ${formatNumber(counts[i])}`).reverse()
            ].join("\n")
        })
      )
    ]
  });
}

/** The names of the parts beside their colours. */
export const partsKey = (parts: readonly Part[]): HTMLElement =>
  html`<div class="chart-key">${parts.map(
    ({label, color}) =>
      html`<span>${svg`<svg width="12" height="12" aria-hidden="true"><rect x="1" y="1" width="10" height="10" rx="2" fill="${color}"/></svg>`}${label}</span>`
  )}</div>`;
