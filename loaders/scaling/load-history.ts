import {type Regular, regular} from "../forecast/regular.ts";
import type {Lake} from "../lake.ts";
import {startOfHour} from "../local-calendar.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A load at two grains, whole hours only, up to the lake's now; gaps are NaN. */
export interface LoadHistory {
  /** Means of the hours of up to a year. */
  hours: Regular;
  /** Minutes of up to the last 29 days of `hours`, from a whole hour on. */
  minutes: Regular;
}

/** The history of the series of readings that servers are planned for. */
export async function loadHistory(lake: Lake, series: string): Promise<LoadHistory> {
  const to = startOfHour(lake.now);
  const hourly = await lake.columns<"time" | "value">(lake.fragment`
    SELECT epoch_ms(date_trunc('hour', time)) AS time, avg(value) AS value
    FROM ${lake.rows("readings", {from: to - 365 * day, to})} WHERE series = ${series} GROUP BY 1 ORDER BY 1`);
  const hours = regular(hourly.time, hourly.value, hour);
  const end = hours.start + hours.values.length * hour;
  const from = Math.max(hours.start, end - 29 * day);
  const perMinute = await lake.columns<"time" | "value">(lake.fragment`
    SELECT epoch_ms(date_trunc('minute', time)) AS time, avg(value) AS value
    FROM ${lake.rows("readings", {from, to: end})} WHERE series = ${series} GROUP BY 1 ORDER BY 1`);
  const values = new Float64Array((end - from) / minute).fill(Number.NaN);
  for (const [i, time] of perMinute.time.entries()) values[(time - from) / minute] = perMinute.value[i]!;
  return {hours, minutes: {start: from, step: minute, values}};
}
