import * as d3 from "npm:d3";
import {spread} from "./spread.js";
import {stages} from "./stages.js";
import {setFrame} from "./time-brush.js";
import {type DrawnLine, type TimeFrame, timeFrame} from "./time-frame.js";
import type {ForecastPoint, Mark, Point, TimeSeriesOptions} from "./time-series-data.js";

const symbols = {
  circle: d3.symbolCircle,
  triangle: d3.symbolTriangle,
  diamond: d3.symbolDiamond,
  square: d3.symbolSquare
} as const;

/**
 * Draws other figures into a picture of `timeSeries`, in a fraction of the time that a new picture takes: while a reader
 * drags, many charts follow between two frames. What explains a chart at the pointer comes back with the next picture.
 */
export function drawLive(chart: SVGSVGElement, options: TimeSeriesOptions): void {
  const frame = timeFrame(options, Number(chart.getAttribute("width")), Number(chart.getAttribute("height")));
  setFrame(chart, frame);
  for (const child of chart.children)
    if (!/^(style|title|desc)$/.test(child.tagName) && !/\btime-(live|mark)\b/.test(child.getAttribute("class") ?? ""))
      (child as SVGElement).style.display = "none";
  const known = d3.select(chart).select<SVGGElement>(":scope > .time-live");
  const layer = known.empty() ? d3.select(chart).insert("g", ".time-mark").attr("class", "time-live") : known;
  drawRules(layer, frame);
  drawTimes(layer, frame);
  drawAreas(layer, frame, options);
  drawLines(layer, frame, options.forecast ?? []);
  drawMarks(layer, frame, options.marks ?? []);
  drawLabels(layer, frame);
}

type Layer = d3.Selection<SVGGElement, unknown, null, undefined>;

/** Sets texts that differ: one that is set again is laid out again. */
function write<Datum>(
  texts: d3.Selection<SVGTextElement, Datum, SVGGElement, unknown>,
  format: (datum: Datum) => string
): void {
  texts.each(function (datum) {
    const text = format(datum);
    if (this.textContent !== text) this.textContent = text;
  });
}

function drawRules(layer: Layer, {yTicks, y, margins, width}: TimeFrame): void {
  layer
    .selectAll("line.rule")
    .data(yTicks.values)
    .join("line")
    .attr("class", "rule")
    .attr("x1", margins.marginLeft)
    .attr("x2", width - margins.marginRight)
    .attr("y1", (value) => y(value) + 0.5)
    .attr("y2", (value) => y(value) + 0.5)
    .attr("stroke", "var(--line)");
  layer
    .selectAll<SVGTextElement, unknown>("text.value")
    .data(yTicks.values)
    .join("text")
    .attr("class", "value")
    .attr("x", margins.marginLeft - 8)
    .attr("y", (value) => y(value) + 0.5)
    .attr("dy", "0.32em")
    .attr("text-anchor", "end")
    .attr("fill", "var(--muted)")
    .call(write, yTicks.format);
}

function drawTimes(layer: Layer, {xTicks, x, height, margins}: TimeFrame): void {
  const bottom = height - margins.marginBottom;
  layer
    .selectAll("line.tick")
    .data(xTicks.values)
    .join("line")
    .attr("class", "tick")
    .attr("x1", (time) => x(time) + 0.5)
    .attr("x2", (time) => x(time) + 0.5)
    .attr("y1", bottom)
    .attr("y2", bottom + 4)
    .attr("stroke", "var(--line-strong)");
  layer
    .selectAll<SVGTextElement, unknown>("text.time")
    .data(xTicks.values)
    .join("text")
    .attr("class", "time")
    .attr("x", (time) => x(time) + 0.5)
    .attr("y", bottom + 8)
    .attr("dy", "0.71em")
    .attr("text-anchor", "middle")
    .attr("fill", "var(--muted)")
    .call(write, xTicks.format);
}

function drawAreas(layer: Layer, {x, y}: TimeFrame, {range = [], forecast = []}: TimeSeriesOptions): void {
  const area = <Row extends {time: number}>(rows: readonly Row[], lo: (row: Row) => number, hi: (row: Row) => number) =>
    d3
      .area<Row>(
        (row) => x(row.time),
        (row) => y(lo(row)),
        (row) => y(hi(row))
      )
      .digits(1)(rows as Row[]);
  const areas = [
    {
      d: area(
        range,
        ({lo}) => lo,
        ({hi}) => hi
      ),
      fill: "var(--context)",
      opacity: 0.35
    },
    {
      d: area(
        forecast,
        ({lo90}) => lo90,
        ({hi90}) => hi90
      ),
      fill: "var(--band-90)",
      opacity: 1
    },
    {
      d: area(
        forecast,
        ({lo50}) => lo50,
        ({hi50}) => hi50
      ),
      fill: "var(--band-50)",
      opacity: 1
    }
  ];
  layer
    .selectAll("path.area")
    .data(areas)
    .join("path")
    .attr("class", "area")
    .attr("d", ({d}) => d)
    .attr("fill", ({fill}) => fill)
    .attr("fill-opacity", ({opacity}) => opacity);
}

function drawLines(layer: Layer, {x, y, lines}: TimeFrame, forecast: readonly ForecastPoint[]): void {
  const path = ({points, steps}: Pick<DrawnLine, "points" | "steps">) =>
    d3
      .line<Point>(
        ({time}) => x(time),
        ({value}) => y(value!)
      )
      .defined(({value}) => value !== null)
      .digits(1)
      .curve(steps ? d3.curveStepAfter : d3.curveLinear)(points);
  const coming = {points: forecast.map(({time, mean}) => ({time, value: mean})), color: "var(--accent)", dashed: true};
  layer
    .selectAll("path.line")
    .data([coming, ...lines])
    .join("path")
    .attr("class", "line")
    .attr("d", path)
    .attr("fill", "none")
    .attr("stroke", ({color}) => color)
    .attr("stroke-width", 1.75)
    .attr("stroke-linejoin", "round")
    .attr("stroke-dasharray", ({dashed}) => (dashed ? "5,4" : null));
}

function drawMarks(layer: Layer, {x, y}: TimeFrame, marks: readonly Mark[]): void {
  layer
    .selectAll("path.finding")
    .data(marks)
    .join("path")
    .attr("class", "finding")
    .attr("d", ({stage}) => d3.symbol(symbols[stages[stage].symbol], Math.PI * 4.5 ** 2)())
    .attr("transform", ({time, value}) => `translate(${x(time)},${y(value)})`)
    .attr("fill", ({stage}) => stages[stage].color)
    .attr("stroke", "var(--panel)");
}

function drawLabels(layer: Layer, {labels, y, inner, margins, width}: TimeFrame): void {
  const heights = spread(
    labels.map(({value}) => y(value) - margins.marginTop),
    15,
    inner
  );
  layer
    .selectAll<SVGTextElement, unknown>("text.end")
    .data(labels)
    .join("text")
    .attr("class", "end")
    .attr("x", width - margins.marginRight + 6)
    .attr("y", (_, i) => heights[i]! + margins.marginTop)
    .attr("dy", "0.32em")
    .attr("fill", ({color}) => color)
    .attr("font-weight", 500)
    .call(write, ({label}) => label);
}
