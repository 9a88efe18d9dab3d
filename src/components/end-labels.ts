import * as Plot from "npm:@observablehq/plot";
import {labelWidth} from "./plot-frame.js";
import {spread} from "./spread.js";

/** The name of a line at the height where it ends. */
export interface EndLabel {
  label: string;
  color: string;
  value: number;
}

/** Space that labels need right of a chart, px. */
export const labelMargin = (labels: readonly EndLabel[]): number =>
  12 + (labels.length ? labelWidth(labels.map(({label}) => label)) : 0);

/** Labels right of a chart that ends at `time`, moved apart where they would meet. `y` maps values to [inner, 0] px. */
export function endLabels(
  labels: readonly EndLabel[],
  {time, y, inner}: {time: number; y: {(value: number): number; invert(pixel: number): number}; inner: number}
): Plot.Markish[] {
  const heights = labels.map(({value}) => y(value));
  const moved = spread(heights, 15, inner);
  return labels.map(({label, color}, i) =>
    Plot.text([time], {
      x: Number,
      y: () => y.invert(moved[i]!),
      text: () => label,
      dx: 6,
      textAnchor: "start",
      fill: color,
      fontWeight: 500
    })
  );
}
