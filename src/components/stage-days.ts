import * as Plot from "npm:@observablehq/plot";
import {formatDate} from "./format.js";
import {niceDomain, timeAxis, tipStyle, yAxis} from "./plot-frame.js";
import {stages} from "./stages.js";

export interface StageDay {
  /** Start of the day, UTC ms. */
  time: number;
  /** How many episodes reached stage 1, 2, 3 and 4. */
  stages: readonly [number, number, number, number];
}

const day = 86_400_000;

/** Episodes a day, stacked by their highest stage with the most serious at the bottom. */
export function stageDays(days: readonly StageDay[], width: number, height: number): Element {
  const rows = days.flatMap(({time, stages}) => stages.map((count, i) => ({time, count, stage: i + 1}))).reverse();
  const domain: [number, number] = [days[0]?.time ?? 0, (days.at(-1)?.time ?? 0) + day];
  const totals = days.map(({time, stages}) => ({time, stages, total: stages.reduce((sum, count) => sum + count, 0)}));
  const y = niceDomain(
    totals.map(({total}) => total),
    {zero: true}
  );
  return Plot.plot({
    width,
    height,
    marginLeft: 36,
    marginRight: 8,
    marginTop: 10,
    marginBottom: 28,
    x: {type: "time", domain},
    y: {domain: y},
    marks: [
      yAxis(y, 4),
      timeAxis(domain, width - 44, 8),
      Plot.rectY(rows, {
        x1: "time",
        x2: ({time}: {time: number}) => time + day,
        y: "count",
        fill: ({stage}: {stage: number}) => stages[stage]!.color,
        order: ({stage}: {stage: number}) => -stage,
        inset: 0.5
      }),
      Plot.ruleY([0], {stroke: "var(--line-strong)"}),
      Plot.tip(
        totals,
        Plot.pointerX({
          ...tipStyle,
          x: ({time}: {time: number}) => time + day / 2,
          y: "total",
          title: ({time, stages: counts}: StageDay) =>
            [formatDate(time), ...counts.map((count, i) => `${stages[i + 1]!.name}: ${count}`).reverse()].join("\n")
        })
      )
    ]
  });
}
