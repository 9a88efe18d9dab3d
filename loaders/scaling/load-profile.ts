import type {Lake} from "../lake.ts";
import {weekEdges} from "../local-calendar.ts";
import {type RecentLoad, recentLoad} from "./recent-load.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** The shape of a load of one value a minute. Times are ms UTC; hours and weekdays are local. */
export interface LoadProfile extends RecentLoad {
  /** Over the last 8 weeks: mean and 95 % quantile of the minutes. */
  byHour: {hour: number; mean: number; p95: number}[];
  /** 1 Monday ... 7 Sunday. */
  byWeekday: {weekday: number; mean: number; p95: number}[];
  /** Weekly means of the last year, whole weeks only. */
  trend: {time: number; mean: number}[];
  /** Change of the trend over its last four weeks against the four before, as a share; null when shorter. */
  change: number | null;
  /** The ten days with the highest minute. */
  peaks: {time: number; value: number}[];
}

export const noLoad: LoadProfile = {
  latest: null,
  hourly: [],
  byHour: [],
  byWeekday: [],
  trend: [],
  change: null,
  peaks: []
};

export async function loadProfile(lake: Lake, series: string): Promise<LoadProfile> {
  const zone = lake.settings.timeZone;
  const end = lake.now + 1;
  const since = (from: number, to = end) =>
    lake.fragment`(SELECT time, timezone(${zone}, timezone('UTC', time)) AS local, value
      FROM ${lake.rows("readings", {from, to})} WHERE series = ${series})`;
  const byHour = await lake.sql<{hour: number; mean: number; p95: number}>`
    SELECT hour(local) AS hour, avg(value) AS mean, quantile_cont(value, 0.95) AS p95
    FROM ${since(end - 56 * day)} GROUP BY 1 ORDER BY 1`;
  const byWeekday = await lake.sql<{weekday: number; mean: number; p95: number}>`
    SELECT isodow(local) AS weekday, avg(value) AS mean, quantile_cont(value, 0.95) AS p95
    FROM ${since(end - 56 * day)} GROUP BY 1 ORDER BY 1`;
  // A zone's clocks are asked for quarters of an hour: in a year of minutes that alone would take most of the time.
  const quarters = (from: number, to = end) =>
    lake.fragment`(SELECT timezone(${zone}, timezone('UTC', quarter)) AS local, time, value, sum, n FROM (
      SELECT time_bucket(INTERVAL 15 minutes, time) AS quarter, arg_max(time, value) AS time, max(value) AS value,
        sum(value) AS sum, count(value) AS n
      FROM ${lake.rows("readings", {from, to})} WHERE series = ${series} GROUP BY quarter))`;
  const peaks = await lake.sql<{time: number; value: number}>`
    SELECT arg_max(time, value) AS time, max(value) AS value
    FROM ${quarters(end - 365 * day)} GROUP BY local::DATE ORDER BY value DESC, time LIMIT 10`;
  const trend = await weeklyMeans(lake, quarters);
  return {
    ...(await recentLoad(lake, series)),
    byHour,
    byWeekday,
    trend,
    change: recentChange(trend.map(({mean}) => mean)),
    peaks
  };
}

function weeklyMeans(lake: Lake, quarters: (from: number, to: number) => ReturnType<Lake["fragment"]>) {
  const edges = weekEdges(lake.now, 53, lake.settings.timeZone).slice(0, -1);
  return lake.sql<{time: number; mean: number}>`
    SELECT timezone('UTC', timezone(${lake.settings.timeZone}, date_trunc('week', local)::TIMESTAMP)) AS time,
      sum(sum) / sum(n) AS mean
    FROM ${quarters(edges[0]!, edges.at(-1)!)} GROUP BY 1 HAVING sum(n) > ${6 * 24 * 60} ORDER BY 1`;
}

/** Mean of the last four values over that of the four before, minus 1; null when there are fewer than eight. */
export function recentChange(weeks: readonly number[]): number | null {
  if (weeks.length < 8) return null;
  const total = (values: readonly number[]) => values.reduce((a, b) => a + b);
  return total(weeks.slice(-4)) / total(weeks.slice(-8, -4)) - 1;
}
