import type {Lake} from "../lake.ts";
import {once} from "../once.ts";
import type {Finding} from "../outliers/finding.ts";
import {detectors} from "../outliers/index.ts";
import type {Stage} from "../outliers/stage.ts";
import {quantity} from "../outliers/words.ts";
import {payloadMeta} from "../payload-meta.ts";
import {all} from "../phrases.ts";
import {round} from "../round.ts";
import {criteriaPayload} from "./criteria-payload.ts";
import {detectAll, present, presentStages} from "./detect.ts";
import {leaks} from "./leaks.ts";
import {observePlant, type Plant, type PlantSeries} from "./observe-plant.ts";
import type {Leak, OutliersPayload, SeriesState} from "./outliers-payload.ts";

const dayMs = 86_400_000;
/** Episodes that a page lists; beyond that the mildest are left out. */
const episodeLimit = 1500;

/** Everything the outliers page draws first: the last 30 days' episodes and how each series stands now. */
export const outliers = once(async (lake: Lake): Promise<OutliersPayload> => {
  const plant = await observePlant(lake);
  const {from, to} = plant.period;
  const found = plant.series.map((series) => ({series, findings: detectAll(series, plant)}));
  const all = found.flatMap(({findings}) => findings);
  const format = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", timeZone: lake.settings.timeZone});
  const leaking = leaks(plant, (time) => format.format(time));
  const states = found.map(({series, findings}) => stateOf(series, findings, to)).sort((a, b) => b.stage - a.stage);
  return {
    meta: await payloadMeta(lake, plant.sources),
    sentence: summary(states, leaking, all.length),
    from,
    to,
    series: states,
    episodes: listed(all),
    omitted: Math.max(0, all.length - episodeLimit),
    counts: detectors.map(({name}) => {
      const own = all.filter(({detector}) => detector === name);
      return {detector: name, episodes: own.length, stages: byStage(own)};
    }),
    days: days(all, plant.period),
    criteria: detectors.map(({name, title, about}) => ({detector: name, title, about})),
    versions: plant.series.flatMap((series) => criteriaPayload(series, plant.period)),
    leaks: leaking
  };
});

/** The worst episodes, the newest first, their numbers rounded. */
const listed = (findings: Finding[]): Finding[] =>
  findings
    .toSorted((a, b) => b.stage - a.stage || b.time - a.time)
    .slice(0, episodeLimit)
    .sort((a, b) => b.time - a.time)
    .map((finding) => ({
      ...finding,
      value: finding.value === null ? null : round(finding.value),
      expected: finding.expected === null ? null : round(finding.expected)
    }));

function byStage(findings: Finding[]): [number, number, number, number] {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (const {stage} of findings) if (stage > 0) counts[(stage - 1) as 0 | 1 | 2 | 3]++;
  return counts;
}

/** Episodes by the UTC day on which they began; those that began before the period count on its first day. */
function days(findings: Finding[], {from, to}: Plant["period"]): OutliersPayload["days"] {
  const first = Math.floor(from / dayMs);
  const count = Math.floor((to - 1) / dayMs) - first + 1;
  return Array.from({length: count}, (_, i) => ({
    time: (first + i) * dayMs,
    stages: byStage(findings.filter(({time}) => Math.max(0, Math.floor(time / dayMs) - first) === i))
  }));
}

function stateOf(series: PlantSeries, findings: readonly Finding[], now: number): SeriesState {
  const [worst] = present(findings, now);
  const value = series.values.at(-1)!;
  return {
    id: series.series,
    label: series.label,
    unit: series.unit,
    stage: (worst?.stage ?? 0) as Stage,
    sentence: worst?.reason ?? `Normal at ${quantity(value, series.unit)}.`,
    detectors: presentStages(series.series, findings, now),
    latest: {time: series.times.at(-1)!, value}
  };
}

function summary(states: SeriesState[], [leak]: Leak[], episodes: number): string {
  if (states.length === 0) return "No data yet: no sensor has reported in the last 120 days.";
  const raised = states.filter(({stage}) => stage > 0);
  const past = `${episodes} ${episodes === 1 ? "episode" : "episodes"} in the last 30 days.`;
  if (leak)
    return `${leak.label} points to a leak: ${leak.reason.charAt(0).toLowerCase()}${leak.reason.slice(1)} ${past}`;
  if (raised.length === 0) return `${all(states.length, "series", "series")} normal; ${past}`;
  return `${raised.map(({label}) => label).join(", ")} ${raised.length === 1 ? "is" : "are"} out of the usual. ${raised[0]!.sentence} ${past}`;
}
