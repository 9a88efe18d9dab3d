import * as Plot from "npm:@observablehq/plot";
import {html, svg} from "npm:htl";
import {brushPlot} from "./brush-plot.js";
import {coverageLevel, coverageLevels} from "./coverage-levels.js";
import {formatDate, formatPercent} from "./format.js";
import {labelWidth, timeAxis, tipStyle} from "./plot-frame.js";
import type {Brush} from "./time-series-data.js";

export interface CoverageRow {
  /** Unique. */
  id: string;
  label: string;
  /** Share of each day that was read, 0 to 1; null where nothing was to be expected. */
  days: readonly (number | null)[];
}

const halfDay = 43_200_000;

/** A strip for each series, a cell for each day: the fuller the colour, the more complete; hollow where all is missing. */
export function coverageStrips(
  {starts, rows, brush}: {starts: readonly number[]; rows: readonly CoverageRow[]; brush?: Brush},
  width: number,
  height: number
): Element {
  const labels = new Map(rows.map(({id, label}) => [id, label]));
  const marginLeft = Math.min(labelWidth([...labels.values()]) + 12, width * 0.4);
  const ends = [...starts.slice(1), (starts.at(-1) ?? 0) + 2 * halfDay];
  const domain: [number, number] = [starts[0] ?? 0, ends.at(-1)!];
  const cells = rows.flatMap(({id, days}) =>
    days.flatMap((share, i) => (share === null ? [] : [{id, share, from: starts[i]!, to: ends[i]!}]))
  );
  const shape = {x1: "from", x2: "to", y: "id", insetLeft: 0.75, insetRight: 0.75, rx: 2};
  const frame = {width, height, marginLeft, marginRight: 4, marginTop: 4, marginBottom: 28};
  const picture = Plot.plot({
    ...frame,
    x: {type: "time", domain},
    y: {type: "band", domain: [...labels.keys()], padding: 0.2},
    marks: [
      Plot.axisY({
        tickSize: 0,
        tickPadding: 8,
        label: null,
        fill: "var(--ink-soft)",
        tickFormat: (id: string) => fitted(labels.get(id) ?? id, marginLeft - 12)
      }),
      timeAxis(domain, width - marginLeft - 4, 4),
      Plot.barX(
        cells.filter(({share}) => coverageLevel(share).opacity > 0),
        {...shape, fill: "var(--accent)", fillOpacity: ({share}: {share: number}) => coverageLevel(share).opacity}
      ),
      Plot.barX(
        cells.filter(({share}) => coverageLevel(share).opacity === 0),
        {...shape, fill: "none", stroke: "var(--bad)", strokeWidth: 1.25, insetTop: 0.75, insetBottom: 0.75}
      ),
      Plot.tip(
        cells,
        Plot.pointer({
          ...tipStyle,
          x: ({from}: {from: number}) => from + halfDay,
          y: "id",
          title: ({id, share, from}: (typeof cells)[number]) =>
            `${labels.get(id)}\n${formatDate(from + halfDay)}: ${formatPercent(share, {digits: share < 1 && share > 0.9 ? 2 : 0})} read`
        })
      )
    ]
  });
  return brush ? brushPlot(picture, brush, frame) : picture;
}

/** A label cut to a width, px. */
function fitted(label: string, width: number): string {
  let text = label;
  while (text.length > 3 && labelWidth([text]) > width) text = text.slice(0, -1);
  return text === label ? label : `${text.slice(0, -1)}…`;
}

/** What the cells mean. */
export const coverageKey = (): HTMLElement =>
  html`<div class="chart-key">${coverageLevels.map(
    ({name, opacity}) =>
      html`<span>${svg`<svg width="12" height="12" aria-hidden="true">
      <rect x="1" y="1" width="10" height="10" rx="2" fill=${opacity ? "var(--accent)" : "none"} fill-opacity=${opacity}
        stroke=${opacity ? "none" : "var(--bad)"} stroke-width="1.25"/></svg>`}${name}</span>`
  )}</div>`;

/** Height of so many strips, px. */
export const stripsHeight = (rows: number): number => 32 + 22 * rows;
