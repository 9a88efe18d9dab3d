import type {Lake} from "../lake.ts";
import {startOfHour} from "../local-calendar.ts";

const day = 86_400_000;

/** A load of one value a minute in the last days. Times are ms UTC. */
export interface RecentLoad {
  /** The last minute known, at most a week old. */
  latest: {time: number; value: number} | null;
  /** The last 14 days by the hour: mean and maximum of the minutes. */
  hourly: {time: number; mean: number; max: number}[];
}

export async function recentLoad(lake: Lake, series: string): Promise<RecentLoad> {
  const end = lake.now + 1;
  const [latest] = await lake.sql<{time: number; value: number}>`
    SELECT time, value FROM ${lake.rows("readings", {from: end - 7 * day, to: end})}
    WHERE series = ${series} ORDER BY time DESC LIMIT 1`;
  const hourly = await lake.sql<{time: number; mean: number; max: number}>`
    SELECT date_trunc('hour', time) AS time, avg(value) AS mean, max(value) AS max
    FROM ${lake.rows("readings", {from: startOfHour(lake.now) - 14 * day, to: end})}
    WHERE series = ${series} GROUP BY 1 ORDER BY 1`;
  return {latest: latest ?? null, hourly};
}
