import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {formatNumber, formatWeekday} from "./format.js";
import {tipStyle} from "./plot-frame.js";

export interface HourCell {
  /** 1 Monday ... 7 Sunday. */
  weekday: number;
  /** 0 ... 23. */
  hour: number;
  value: number;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];

/** Weekdays by hours: the stronger the colour, the more. `unit` as in "calls an hour". */
export function heatmap(
  {cells, unit}: {cells: readonly HourCell[]; unit: string},
  width: number,
  height: number
): Element {
  const every = width < 480 ? 6 : 3;
  return Plot.plot({
    width,
    height,
    marginTop: 8,
    marginLeft: 40,
    marginRight: 4,
    marginBottom: 28,
    padding: 0.08,
    x: {domain: d3.range(24)},
    y: {domain: weekdays},
    opacity: {type: "sqrt", domain: [0, d3.max(cells, ({value}) => value) || 1], range: [0.04, 1]},
    marks: [
      Plot.axisX(d3.range(0, 24, every), {
        tickSize: 0,
        label: null,
        tickFormat: (hour: number) => `${hour}:00`,
        fill: "var(--muted)"
      }),
      Plot.axisY({tickSize: 0, label: null, tickFormat: formatWeekday, fill: "var(--muted)"}),
      Plot.cell(cells, {x: "hour", y: "weekday", fill: "var(--accent)", fillOpacity: "value", rx: 2}),
      Plot.tip(
        cells,
        Plot.pointer({
          ...tipStyle,
          x: "hour",
          y: "weekday",
          title: ({weekday, hour, value}: HourCell) =>
            `${formatWeekday(weekday)} ${hour}:00–${hour + 1}:00\n${formatNumber(value)} ${unit}`
        })
      )
    ]
  });
}
