import {seriesSettings} from "../../data/settings.ts";
import {dayAhead} from "../forecast/day-ahead.ts";
import {profile} from "../forecast/models/profile.ts";
import {type Regular, regular} from "../forecast/regular.ts";
import {keptCriteria} from "../lake/kept-criteria.ts";
import type {Lake} from "../lake.ts";
import {zoneOffset} from "../math/zone-offset.ts";
import {once} from "../once.ts";
import type {Observed, Period} from "../outliers/detector.ts";
import {type SeriesId, seriesCriteria} from "./series-criteria.ts";

/** One series of the plant with all that detectors, forecasts and pages ask of it. */
export interface PlantSeries extends Observed {
  source: string;
  /** Device and what it measures: the series is `<sensor>/<quantity>`. */
  sensor: string;
  quantity: string;
  label: string;
}

export interface Plant {
  /** Ids of the sources that the series come from. */
  sources: string[];
  /** The period that pages look at. */
  period: Period;
  series: PlantSeries[];
}

const dayMs = 86_400_000;
const tenMinuteMs = 600_000;
/** The period, the past from which criteria come, the past of forecasts and nights. */
const [periodDays, historyDays, tenMinuteDays, expectedDays] = [30, 120, 220, 90];

/** Reads what the serial sources have reported. Series without a reading in the last 120 days are left out. */
export const observePlant = once(async (lake: Lake): Promise<Plant> => {
  const sources = plantSources(lake);
  const to = lake.now;
  const period = {from: to - periodDays * dayMs, to};
  const series: PlantSeries[] = [];
  const offset = zoneOffset(lake.settings.timeZone);
  const kept = keptCriteria(lake.data);
  for (const id of await seriesIds(lake, sources, to - historyDays * dayMs)) {
    const criteria = await seriesCriteria(lake, id, {from: to - historyDays * dayMs, offset, kept});
    series.push({...(await observeSeries(lake, id, period, offset)), criteria});
  }
  return {sources, period, series};
});

/** Sources that meters speak through. */
export const plantSources = ({settings}: Lake): string[] =>
  Object.entries(settings.sources).flatMap(([id, {kind}]) => (kind === "serial" ? id : []));

/** Series of some sources that have a reading from an instant on. */
export async function seriesIds(lake: Lake, sources: string[], from: number): Promise<SeriesId[]> {
  const all = await everySeries(lake);
  return all
    .filter(({source, ends}) => sources.includes(source) && ends >= from)
    .map(({source, series, begins}) => ({source, series, begins}));
}

const everySeries = once(
  (lake: Lake) =>
    lake.sql<SeriesId & {ends: number}>`
    SELECT source, series, min(time) AS begins, max(time) AS ends FROM ${lake.rows("readings", {to: lake.now + 1})}
    GROUP BY ALL ORDER BY series, source`
);

async function observeSeries(
  lake: Lake,
  {source, series}: SeriesId,
  {from, to}: Period,
  offset: Observed["offset"]
): Promise<Omit<PlantSeries, "criteria">> {
  const id = {source, series};
  const {label, unit, min, max} = seriesSettings(lake.settings, id.series);
  const slash = id.series.lastIndexOf("/");
  const tenMinutes = await tenMinuteMeans(lake, id);
  const days = lake.rows("readings", {from: to - historyDays * dayMs, to: to + 1});
  const {time: times, value: values} = await lake.columns<"time" | "value">(
    lake.fragment`SELECT epoch_ms(time) AS time, value FROM ${days}
      WHERE source = ${id.source} AND series = ${id.series} ORDER BY 1`
  );
  return {
    ...id,
    sensor: id.series.slice(0, Math.max(0, slash)) || id.series,
    quantity: id.series.slice(slash + 1),
    label,
    unit,
    min,
    max,
    offset,
    times,
    values,
    tenMinutes,
    expected: await dayAhead(profile, tenMinutes, from - (expectedDays - periodDays) * dayMs)
  };
}

/** Means of the plausible readings of every ten minutes that have passed, from the beginning of a day. */
async function tenMinuteMeans(lake: Lake, {source, series}: {source: string; series: string}): Promise<Regular> {
  const to = Math.floor(lake.now / tenMinuteMs) * tenMinuteMs;
  const from = Math.floor(to / dayMs - tenMinuteDays) * dayMs;
  const rows = lake.rows("readings", {from, to});
  const {slot, mean} = await lake.columns<"slot" | "mean">(
    lake.fragment`SELECT epoch_ms(time) // ${tenMinuteMs} * ${tenMinuteMs} AS slot, avg(value) AS mean FROM ${rows}
      WHERE source = ${source} AND series = ${series} AND quality = 'good' GROUP BY slot ORDER BY slot`
  );
  return regular(slot, mean, tenMinuteMs);
}
