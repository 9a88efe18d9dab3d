import type * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {brushable} from "./time-brush.js";
import type {Brush} from "./time-series-data.js";

/** A picture of Plot over an axis of time, on which a reader may choose a span. */
export function brushPlot(
  picture: ReturnType<typeof Plot.plot>,
  brush: Brush,
  {width, height, marginTop, marginBottom}: Record<"width" | "height" | "marginTop" | "marginBottom", number>
): Element {
  const {domain, range} = picture.scale("x")!;
  const ends = Array.from(domain as Iterable<Date | number>, Number) as [number, number];
  const [left, right] = range as [number, number];
  return brushable(
    picture as SVGSVGElement,
    {
      x: d3.scaleTime(ends, [left, right]),
      domain: ends,
      width,
      height,
      margins: {marginTop, marginBottom, marginLeft: left, marginRight: width - right}
    },
    brush
  );
}
