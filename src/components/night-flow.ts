import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {type EndLabel, endLabels, labelMargin} from "./end-labels.js";
import {formatDate, formatNumber} from "./format.js";
import {niceDomain, timeAxis, tipStyle, yAxis} from "./plot-frame.js";
import {type Stage, stages} from "./stages.js";

export interface Night {
  time: number;
  /** Lowest hour; null when the night has too few readings. */
  minimum: number | null;
  /** Mean of the last three nights. */
  mean: number | null;
  reference: number | null;
  /** Above it, caution begins. */
  limit: number | null;
  stage: Stage;
}

/** Each night's minimum flow as a mark of its stage, the mean of three nights, reference and limit. */
export function nightFlow(
  {nights, unit}: {nights: readonly Night[]; unit: string},
  width: number,
  height: number
): Element {
  const domain: [number, number] = [nights[0]?.time ?? 0, nights.at(-1)?.time ?? 0];
  const known = nights.filter(({minimum}) => minimum !== null);
  const y = niceDomain(nights.flatMap(({minimum, mean, reference, limit}) => [minimum, mean, reference, limit]));
  const last = nights.findLast(({reference}) => reference !== null);
  const labels = [
    {label: "Limit", value: last?.limit, color: "var(--series-2)"},
    {label: "Reference", value: last?.reference, color: "var(--muted)"}
  ].filter((label): label is EndLabel => label.value != null);
  const margins = {marginTop: 12, marginBottom: 28, marginLeft: 48, marginRight: labelMargin(labels) + 8};
  const inner = height - margins.marginTop - margins.marginBottom;
  return Plot.plot({
    ...margins,
    width,
    height,
    x: {type: "time", domain},
    y: {domain: y},
    marks: [
      yAxis(y, Math.max(3, Math.floor(height / 60))),
      timeAxis(domain, width - margins.marginLeft - margins.marginRight, margins.marginRight),
      Plot.line(nights, {x: "time", y: "limit", stroke: "var(--series-2)", strokeDasharray: "2,3"}),
      Plot.line(nights, {x: "time", y: "reference", stroke: "var(--muted)", strokeDasharray: "2,3"}),
      Plot.line(nights, {x: "time", y: "mean", stroke: "var(--accent)", strokeWidth: 1.75}),
      stages.map(({color, symbol}, stage) =>
        Plot.dot(
          known.filter((night) => night.stage === stage),
          {x: "time", y: "minimum", r: stage ? 4.5 : 3, symbol, fill: stage ? color : "var(--panel)", stroke: color}
        )
      ),
      endLabels(labels, {time: domain[1], y: d3.scaleLinear(y, [inner, 0]), inner}),
      Plot.tip(
        known,
        Plot.pointerX({
          ...tipStyle,
          x: "time",
          y: "minimum",
          title: ({time, minimum, reference, stage}: Night) =>
            `Night of ${formatDate(time)}: ${stages[stage].name}\nLowest hour ${formatNumber(minimum)} ${unit}\nReference ${formatNumber(reference)} ${unit}`
        })
      )
    ]
  });
}
