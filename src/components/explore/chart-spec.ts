import type {ChartChoice} from "./notebook.js";
import {distinct, type QueryResult} from "./query-result.js";

type Plain = string | number | boolean | null | Plain[] | {[name: string]: Plain};
type Options = Record<string, Plain>;

/** One of Plot's marks as data; `transform` is one of Plot's with its outputs. */
export interface MarkSpec {
  mark: "lineY" | "areaY" | "barX" | "barY" | "dot" | "rectY" | "ruleX" | "ruleY" | "text";
  /** Marks without it draw the result. */
  data?: number[];
  transform?: {name: "binX" | "groupX" | "groupY" | "selectLast"; outputs?: Options};
  options?: Options;
}

/** A plot as data, which draws in a notebook and prints as code alike. */
export interface PlotSpec {
  options: Options;
  marks: MarkSpec[];
}

const colors = [1, 2, 3, 4, 5].map((n) => `var(--series-${n})`);
const others = ["var(--context)", "var(--stage-3)", "var(--good)"];
const tip = {fill: "var(--panel)", stroke: "var(--line-strong)", pathFilter: "none", ariaHidden: "true"};

/** How a result is drawn. Throws when a column that is chosen is not there. */
export function chartSpec(choice: ChartChoice, {columns, rows}: Pick<QueryResult, "columns" | "rows">): PlotSpec {
  for (const name of [choice.x, choice.y, choice.series])
    if (name !== null && !columns.some((column) => column.name === name))
      throw new Error(`no such column: ${name} (choose one of ${columns.map((column) => column.name).join(", ")})`);
  if (choice.y === null && choice.mark !== "histogram")
    throw new Error(`no column to draw: ${choice.mark} (choose one from bottom to top)`);
  const typeOf = (name: string) => columns.find((column) => column.name === name)!.type;
  const {mark, x, y, series} = choice;
  const color = series ? distinct(rows, series, 20) : [];
  const paint = series ?? "var(--accent)";
  const scales: Options = {
    ...(typeOf(x) === "time" && mark !== "bar" && {x: {type: "time", label: null}}),
    ...(series && {
      color: {
        domain: color,
        range: [...colors, ...others].slice(0, Math.max(1, color.length)),
        legend: color.length > 1
      }
    })
  };
  const upright = {...scales, marginLeft: 56, y: {grid: true, nice: true}};
  switch (mark) {
    case "line":
      return {
        options: upright,
        marks: [line("lineY", {x, y, stroke: paint, ...(series && {z: series}), strokeWidth: 1.6})]
      };
    case "area":
      return {
        options: upright,
        marks: [
          line("areaY", {x, y, fill: paint, ...(series && {z: series}), fillOpacity: 0.7}),
          {mark: "ruleY", data: [0]}
        ]
      };
    case "dot":
      return {
        options: {...upright, x: {...(scales.x as Options), nice: true}},
        marks: [line("dot", {x, y, stroke: paint, r: 2.5})]
      };
    case "histogram":
      return {
        options: {...upright, y: {grid: true, label: "rows"}},
        marks: [
          {mark: "rectY", transform: {name: "binX", outputs: {y: "count"}}, options: {x, fill: paint, tip}},
          {mark: "ruleY", data: [0]}
        ]
      };
    case "bar":
      return bars(choice, {scales, paint, labels: distinct(rows, x, 40)});
  }
}

function line(mark: MarkSpec["mark"], options: Options): MarkSpec {
  return {mark, options: {...options, tip}};
}

/** Names that fit below columns stand there; others stand left of bars. */
function bars(
  {x, y, series}: ChartChoice,
  {scales, paint, labels}: {scales: Options; paint: string; labels: string[]}
): PlotSpec {
  const longest = Math.max(...labels.map(({length}) => length), 1);
  const parts = {fill: paint, ...(series && {z: series}), tip};
  if (labels.length * Math.max(4, longest) <= 40)
    return {
      options: {...scales, marginLeft: 56, x: {label: null}, y: {grid: true, label: y}},
      marks: [
        {mark: "barY", transform: {name: "groupX", outputs: {y: "sum"}}, options: {x, y, ...parts}},
        {mark: "ruleY", data: [0]}
      ]
    };
  return {
    options: {...scales, marginLeft: Math.min(200, 16 + longest * 6.6), x: {grid: true, label: y}, y: {label: null}},
    marks: [
      {
        mark: "barX",
        transform: {name: "groupY", outputs: {x: "sum"}},
        options: {x: y, y: x, ...parts, sort: {y: "-x"}}
      },
      {mark: "ruleX", data: [0]}
    ]
  };
}
