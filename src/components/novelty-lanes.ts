import * as Plot from "npm:@observablehq/plot";
import {brushPlot} from "./brush-plot.js";
import {formatDateTime, formatNumber} from "./format.js";
import {laneFrame, tipStyle} from "./plot-frame.js";
import type {Brush} from "./time-series-data.js";

export interface NoveltyLanesOptions {
  /** Lanes from top to bottom; a score a step, null without readings. */
  series: readonly {id: string; label: string; scores: readonly (number | null)[]}[];
  stretches: readonly {series: string; time: number; to: number; reason: string}[];
  from: number;
  to: number;
  step: number;
  /** Who hears of spans that the reader drags. */
  brush?: Brush;
}

/** From this score on, a moment is an alarm. */
const alarm = 0.5;

/** A lane for each series: its novelty score as bars, those that hold an alarm in full colour, above the line of alarms. */
export function noveltyLanes(
  {series, stretches, from, to, step, brush}: NoveltyLanesOptions,
  width: number,
  height: number
): Element {
  const labels = new Map(series.map(({id, label}) => [id, label]));
  const frame = laneFrame([...labels.values()], {from, to}, width);
  const rows = series.flatMap(({id, scores}) =>
    scores.flatMap((score, i) =>
      score === null ? [] : {id, score, begin: from + i * step, end: Math.min(to, from + (i + 1) * step)}
    )
  );
  const told = ({id, begin, end}: (typeof rows)[number]) =>
    stretches.filter((one) => one.series === id && one.time < end && one.to >= begin);
  const bars = {x1: "begin", x2: "end", y: "score", fy: "id", insetLeft: 0, insetRight: width > 700 ? 0.5 : 0};
  const picture = Plot.plot({
    ...frame.options,
    height,
    y: {domain: [0, 1], axis: null},
    fy: {domain: [...labels.keys()], padding: 0.18, label: null, axis: null},
    marks: [
      Plot.ruleY([alarm], {stroke: "var(--line-strong)", strokeDasharray: "2 3"}),
      Plot.ruleY([0], {stroke: "var(--line-strong)"}),
      Plot.rectY(
        rows.filter(({score}) => score < alarm),
        {...bars, fill: "var(--context)", fillOpacity: 0.7}
      ),
      Plot.rectY(
        rows.filter(({score}) => score >= alarm),
        {...bars, fill: "var(--accent)"}
      ),
      Plot.dot(
        rows.filter(({score}) => score >= alarm),
        {
          x: ({begin, end}: (typeof rows)[number]) => (begin + end) / 2,
          y: "score",
          fy: "id",
          r: 3.5,
          fill: "var(--accent)",
          stroke: "var(--panel)"
        }
      ),
      Plot.text([...labels.keys()], {
        fy: (id: string) => id,
        frameAnchor: "left",
        textAnchor: "end",
        dx: -8,
        fill: "var(--ink-soft)",
        text: (id: string) => labels.get(id)
      }),
      frame.timeAxis,
      Plot.tip(
        rows,
        Plot.pointer({
          ...tipStyle,
          x: "begin",
          y: "score",
          fy: "id",
          lineWidth: 26,
          title: (row: (typeof rows)[number]) =>
            [
              `${labels.get(row.id)}: ${formatNumber(row.score)}`,
              formatDateTime(row.begin),
              ...told(row).map(({reason}) => reason)
            ].join("\n")
        })
      )
    ]
  });
  return brush ? brushPlot(picture, brush, {...frame.options, height}) : picture;
}
