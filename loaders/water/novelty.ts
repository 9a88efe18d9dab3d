import {seriesSettings} from "../../data/settings.ts";
import type {Lake} from "../lake.ts";
import {noveltyFindings} from "../outliers/novelty/novelty-findings.ts";
import type {Moment} from "../outliers/novelty/novelty-score.ts";
import {scoreSeries} from "../outliers/novelty/score-series.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import type {NoveltyPayload} from "./novelty-payload.ts";
import {plantSources, seriesIds} from "./observe-plant.ts";
import type {SeriesId} from "./series-criteria.ts";

const dayMs = 86_400_000;
const stepMs = 7_200_000;
/** Minutes are judged five at a time. */
const meansMs = 300_000;
/** The period that is shown, and the past that it is compared with. */
const [periodDays, historyDays] = [30, 60];

/** The novelty score of every series of the plant over the last 30 days, walking forward from a month before. */
export async function novelty(lake: Lake): Promise<NoveltyPayload> {
  const to = lake.now;
  const from = Math.floor((to - periodDays * dayMs) / stepMs) * stepMs;
  const sources = plantSources(lake);
  const payload: NoveltyPayload = {
    meta: await payloadMeta(lake, sources),
    from,
    to,
    step: stepMs,
    series: [],
    stretches: []
  };
  for (const id of await seriesIds(lake, sources, from)) {
    const {moments} = scoreSeries(await fiveMinuteMeans(lake, id));
    const {label, unit} = seriesSettings(lake.settings, id.series);
    payload.series.push({id: id.series, label, unit, scores: highest(moments, {from, to})});
    payload.stretches.push(...noveltyFindings(id.series, moments).filter((stretch) => stretch.to >= from));
  }
  payload.stretches.sort((a, b) => b.time - a.time);
  return {...payload, series: rounded(payload.series), stretches: payload.stretches.map(shortened)};
}

/** Means of the plausible readings of every five minutes that have passed. */
async function fiveMinuteMeans(lake: Lake, {source, series}: SeriesId) {
  const to = Math.floor(lake.now / meansMs) * meansMs;
  const rows = lake.rows("readings", {from: to - historyDays * dayMs, to});
  const {time: times, value: values} = await lake.columns<"time" | "value">(
    lake.fragment`SELECT epoch_ms(time) // ${meansMs} * ${meansMs} AS time, avg(value) AS value FROM ${rows}
      WHERE source = ${source} AND series = ${series} AND quality = 'good' GROUP BY 1 ORDER BY 1`
  );
  return {times, values};
}

/** The highest score of each step. */
function highest(moments: Moment[], {from, to}: {from: number; to: number}): (number | null)[] {
  const scores = new Array<number | null>(Math.ceil((to - from) / stepMs)).fill(null);
  for (const {time, score} of moments) {
    const step = Math.floor((time - from) / stepMs);
    if (step >= 0 && step < scores.length) scores[step] = Math.max(scores[step] ?? 0, score);
  }
  return scores;
}

const shortened = (stretch: NoveltyPayload["stretches"][number]) => ({
  ...stretch,
  value: rounded(stretch.value),
  expected: rounded(stretch.expected)
});
