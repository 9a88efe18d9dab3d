import * as Plot from "npm:@observablehq/plot";
import type {MarkSpec, PlotSpec} from "./chart-spec.js";
import type {ResultRow} from "./query-result.js";

/** Draws what `plotCode` prints. */
export function plotOf(
  {options, marks}: PlotSpec,
  rows: readonly ResultRow[],
  {width, height, ariaLabel}: {width: number; height: number; ariaLabel: string}
): Element {
  return Plot.plot({
    width,
    height,
    ariaLabel,
    ...options,
    marks: marks.map((mark) => markOf(mark, rows))
  } as Plot.PlotOptions);
}

type Draw = (data: unknown, options?: unknown) => Plot.Markish;
type Transform = (...args: unknown[]) => unknown;

const {lineY, areaY, barX, barY, dot, rectY, ruleX, ruleY, text} = Plot;
const draws = {lineY, areaY, barX, barY, dot, rectY, ruleX, ruleY, text} as unknown as Record<MarkSpec["mark"], Draw>;
const {binX, groupX, groupY, selectLast} = Plot;
const transforms = {binX, groupX, groupY, selectLast} as unknown as Record<string, Transform>;

function markOf({mark, data, transform, options = {}}: MarkSpec, rows: readonly ResultRow[]): Plot.Markish {
  return draws[mark](data ?? rows, transform ? transformed(transform, options) : options);
}

function transformed({name, outputs}: NonNullable<MarkSpec["transform"]>, options: object): unknown {
  return outputs ? transforms[name]!(outputs, options) : transforms[name]!(options);
}
