import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {formatDateTime, formatUtc} from "./format.js";
import {tipStyle} from "./plot-frame.js";
import {stages} from "./stages.js";
import type {ForecastPoint, Line, Mark, Point} from "./time-series-data.js";

interface Row {
  time: number;
  value: number;
  /** What to say, worked out when it is shown: most points are never pointed at. */
  lines: (() => string)[];
}

/** What is known at the instant under the pointer: every line's value, the forecast's interval, the findings. */
export function timeTip({
  lines,
  forecast,
  marks,
  format
}: {
  lines: readonly Line[];
  forecast: readonly ForecastPoint[];
  marks: readonly Mark[];
  format: (value: number) => string;
}): Plot.Markish[] {
  const rows = new Map<number, Row>();
  const say = (time: number, value: number, text: () => string) => {
    const row = rows.get(time);
    if (row) row.lines.push(text);
    else rows.set(time, {time, value, lines: [text]});
  };
  for (const {label, points} of lines.filter(({steps}) => !steps))
    for (const {time, value} of points) if (value !== null) say(time, value, () => `${label}: ${format(value)}`);
  for (const {time, mean, lo90, hi90} of forecast)
    say(time, mean, () => `Forecast: ${format(mean)}\n90 % of cases: ${format(lo90)} to ${format(hi90)}`);
  for (const {time, value, stage, text} of marks) say(time, value, () => `${stages[stage].name}: ${text}`);
  for (const {label, points} of lines.filter(({steps}) => steps))
    for (const {time, lines} of rows.values()) {
      const held = points[d3.bisector((point: Point) => point.time).right(points, time) - 1]?.value;
      if (held != null) lines.push(() => `${label}: ${format(held)}`);
    }
  const data = [...rows.values()];
  const title = ({time, lines}: Row) =>
    [formatDateTime(time), ...lines.map((text) => text()), formatUtc(time)].join("\n");
  return [
    Plot.ruleX(data, Plot.pointerX({x: "time", stroke: "var(--faint)", strokeOpacity: 0.6})),
    Plot.dot(data, Plot.pointerX({x: "time", y: "value", r: 3, fill: "var(--ink)"})),
    Plot.tip(
      data,
      Plot.pointerX({
        ...tipStyle,
        x: "time",
        y: "value",
        lineWidth: 24,
        title: (row: Row) => row,
        format: {title}
      })
    )
  ];
}
