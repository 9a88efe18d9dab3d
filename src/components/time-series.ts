import * as Plot from "npm:@observablehq/plot";
import {endLabels} from "./end-labels.js";
import {formatNumber} from "./format.js";
import {rules, timeAxis} from "./plot-frame.js";
import {type Stage, stages} from "./stages.js";
import {brushable} from "./time-brush.js";
import {isolated, timeFrame} from "./time-frame.js";
import type {ForecastPoint, TimeSeriesOptions} from "./time-series-data.js";
import {timeTip} from "./time-tip.js";

/**
 * Actual solid, forecast dashed with its 50 % and 90 % bands, findings as marks; labels at the lines' ends. With a brush,
 * a drag zooms, a double click goes back, and keys do both.
 */
export function timeSeries(options: TimeSeriesOptions, width: number, height: number): Element {
  const {unit, forecast = [], marks = [], references = [], range = [], now = null, log = false, brush} = options;
  const frame = timeFrame(options, width, height);
  const {margins, domain, bounds, lines, labels, inner, y} = frame;
  const picture = Plot.plot({
    ...margins,
    width,
    height,
    x: {type: "time", domain},
    y: {type: log ? "log" : "linear", domain: bounds},
    marks: [
      rules(frame.yTicks),
      timeAxis(domain, width - margins.marginLeft - margins.marginRight, margins.marginRight),
      references.map(({value}) => Plot.ruleY([value], {stroke: "var(--muted)", strokeDasharray: "2,3"})),
      Plot.areaY(range, {x: "time", y1: "lo", y2: "hi", fill: "var(--context)", fillOpacity: 0.35}),
      band(forecast, "lo90", "hi90", "var(--band-90)"),
      band(forecast, "lo50", "hi50", "var(--band-50)"),
      Plot.line(forecast, {x: "time", y: "mean", stroke: "var(--accent)", strokeWidth: 1.75, strokeDasharray: "5,4"}),
      lines.map(({points, color, dashed, steps}) =>
        Plot.line(points, {
          x: "time",
          y: "value",
          stroke: color,
          strokeWidth: 1.75,
          strokeLinejoin: "round",
          curve: steps ? "step-after" : "linear",
          ...(dashed && {strokeDasharray: "5,4"})
        })
      ),
      lines.map(({points, color}) => Plot.dot(isolated(points), {x: "time", y: "value", r: 1.75, fill: color})),
      now === null ? [] : nowRule(now),
      marks.map(({time, value, stage}) => stageDot(time, value, stage)),
      endLabels(labels, {time: domain[1], y: y.copy().range([inner, 0]), inner}),
      timeTip({lines, forecast, marks, format: (value) => `${formatNumber(value)} ${unit}`})
    ]
  });
  return brush ? brushable(picture as SVGSVGElement, frame, brush) : picture;
}

/** A rule at an instant, named above the chart. */
const nowRule = (now: number): Plot.Markish[] => [
  Plot.ruleX([now], {stroke: "var(--line-strong)"}),
  Plot.text([now], {x: Number, frameAnchor: "top", dy: -12, text: () => "now", fill: "var(--muted)"})
];

function band(points: readonly ForecastPoint[], lo: keyof ForecastPoint, hi: keyof ForecastPoint, fill: string) {
  return Plot.areaY(points, {x: "time", y1: lo, y2: hi, fill});
}

function stageDot(time: number, value: number, stage: Stage) {
  const {color, symbol} = stages[stage];
  return Plot.dot([{time, value}], {x: "time", y: "value", r: 4.5, symbol, fill: color, stroke: "var(--panel)"});
}
