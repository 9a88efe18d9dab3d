import * as Plot from "npm:@observablehq/plot";
import {brushPlot} from "./brush-plot.js";
import {formatDateTime, formatDuration} from "./format.js";
import {laneFrame, tipStyle} from "./plot-frame.js";
import {type Stage, stages} from "./stages.js";
import type {Brush} from "./time-series-data.js";

export interface Episode {
  time: number;
  to: number;
  series: string;
  detector: string;
  stage: Stage;
  value: number | null;
  expected: number | null;
  reason: string;
}

export interface EpisodeLanesOptions {
  episodes: readonly Episode[];
  /** Lanes from top to bottom. */
  series: readonly {id: string; label: string}[];
  from: number;
  to: number;
  /** Who hears of spans that the reader drags. */
  brush?: Brush;
}

/** A lane for each series: episodes as bars as long as they lasted, a mark of their stage at the start. */
export function episodeLanes(
  {episodes, series, from, to, brush}: EpisodeLanesOptions,
  width: number,
  height: number
): Element {
  const labels = new Map(series.map(({id, label}) => [id, label]));
  const frame = laneFrame([...labels.values()], {from, to}, width);
  const shown = episodes
    .filter(({series}) => labels.has(series))
    .map((episode) => ({...episode, begin: Math.max(from, episode.time), end: Math.min(to, episode.to)}))
    .sort((a, b) => a.stage - b.stage);
  const picture = Plot.plot({
    ...frame.options,
    height,
    y: {domain: [...labels.keys()], type: "point", padding: 0.7},
    marks: [
      Plot.ruleY(labels.keys(), {stroke: "var(--line)", strokeOpacity: 1}),
      Plot.axisY({tickSize: 0, label: null, fill: "var(--ink-soft)", tickFormat: (id: string) => labels.get(id) ?? id}),
      frame.timeAxis,
      stages.slice(1).map(({color, symbol}, i) => {
        const own = shown.filter(({stage}) => stage === i + 1);
        return [
          Plot.ruleY(own, {y: "series", x1: "begin", x2: "end", stroke: color, strokeWidth: 4, strokeOpacity: 0.35}),
          Plot.dot(own, {
            x: "begin",
            y: "series",
            symbol,
            r: 3 + i * 0.6,
            fill: color,
            stroke: "var(--panel)",
            strokeWidth: 1
          })
        ];
      }),
      Plot.tip(
        shown,
        Plot.pointer({
          ...tipStyle,
          x: "begin",
          y: "series",
          lineWidth: 26,
          title: ({time, to, series, detector, stage, reason}: Episode) =>
            `${labels.get(series)}: ${stages[stage].name} (${detector})\n${formatDateTime(time)}, ${formatDuration(to - time)}\n${reason}`
        })
      )
    ]
  });
  return brush ? brushPlot(picture, brush, {...frame.options, height}) : picture;
}
