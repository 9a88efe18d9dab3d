import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {html} from "npm:htl";
import {everyNth} from "./every-nth.js";
import {formatNumber} from "./format.js";
import {labelWidth, tipStyle} from "./plot-frame.js";

export interface HeatCell<X = string | number, Y = string | number> {
  /** One of the columns. */
  x: X;
  /** One of the rows. */
  y: Y;
  /** Null where nothing is known: the cell stays empty. */
  value: number | null;
}

export interface HeatAxis<Value> {
  /** All of them in order, those without a cell included. */
  values: readonly Value[];
  /** How a value is written at the edge. */
  format?: (value: Value) => string;
}

export interface HeatmapOptions<X, Y> {
  /** In any order. */
  cells: readonly HeatCell<X, Y>[];
  /** What stands side by side, as the hours of a day. */
  columns: HeatAxis<X>;
  /** What stands one below the other, as the days of a week. */
  rows: HeatAxis<Y>;
  /** Unit of the values, as in "calls an hour". */
  unit: string;
  /** `sqrt` (the default) tells small values apart where a few are large. */
  scale?: "sqrt" | "linear";
  /** The first line of what hovering says. */
  title?: (cell: HeatCell<X, Y>) => string;
}

/** A grid of cells, the stronger the colour the more; the shade alone tells, so it is safe for any eye. */
export function heatmap<X extends string | number, Y extends string | number>(
  {cells, columns, rows, unit, scale = "sqrt", title}: HeatmapOptions<X, Y>,
  width: number,
  height: number
): Element {
  const {format: column = String} = columns;
  const {format: row = String} = rows;
  const names = {columns: columns.values.map(column), rows: rows.values.map(row)};
  const marginLeft = Math.min(labelWidth(names.rows) + 20, width * 0.35);
  const everyColumn = everyNth(names.columns.length, labelWidth(names.columns), width - marginLeft);
  const everyRow = Math.max(1, Math.ceil((names.rows.length * 15) / (height - 36)));
  const naming = title ?? (({x, y}: HeatCell<X, Y>) => `${row(y)}, ${column(x)}`);
  const axis = {tickSize: 0, label: null, fill: "var(--muted)"} as const;
  return Plot.plot({
    width,
    height,
    marginTop: 8,
    marginLeft,
    marginRight: 4,
    marginBottom: 28,
    padding: columns.values.length > 60 ? 0 : 0.08,
    x: {type: "band", domain: columns.values},
    y: {type: "band", domain: rows.values},
    opacity: {type: scale, domain: [0, d3.max(cells, ({value}) => value) || 1], range: [0.04, 1]},
    marks: [
      Plot.axisX(
        columns.values.filter((_, i) => i % everyColumn === 0),
        {...axis, tickFormat: column}
      ),
      Plot.axisY(
        rows.values.filter((_, i) => i % everyRow === 0),
        {...axis, tickFormat: row}
      ),
      Plot.cell(
        cells.filter(({value}) => value !== null),
        {x: "x", y: "y", fill: "var(--accent)", fillOpacity: "value", rx: 2}
      ),
      Plot.tip(
        cells,
        Plot.pointer({
          ...tipStyle,
          x: "x",
          y: "y",
          title: (cell: HeatCell<X, Y>) => `${naming(cell)}\n${formatNumber(cell.value)} ${unit}`
        })
      )
    ]
  });
}

/** What the weakest and the strongest shade of a heatmap stand for. */
export function heatmapKey(cells: readonly HeatCell[], unit: string): HTMLElement {
  const shades = [0.04, 0.25, 0.5, 0.75, 1].map((opacity) => {
    const shade = html`<i></i>`;
    shade.style.opacity = String(opacity);
    return shade;
  });
  const most = d3.max(cells, ({value}) => value) ?? 0;
  return html`<div class="chart-key"><span>0 <span class="heat-shades" aria-hidden="true">${shades}</span> ${formatNumber(most)} ${unit}</span></div>`;
}
