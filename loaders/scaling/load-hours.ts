import type {Lake} from "../lake.ts";
import {startOfHour} from "../local-calendar.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** A load by the UTC hour from `start` on, ms UTC: mean and highest minute, null where nothing was read. */
export interface LoadHours {
  start: number;
  mean: (number | null)[];
  max: (number | null)[];
}

/** The hours of up to a year; null without readings. */
export async function loadHours(lake: Lake, series: string): Promise<LoadHours | null> {
  const rows = await lake.columns<"time" | "mean" | "max">(lake.fragment`
    SELECT epoch_ms(date_trunc('hour', time)) AS time, avg(value) AS mean, max(value) AS max
    FROM ${lake.rows("readings", {from: startOfHour(lake.now) - 366 * day, to: lake.now + 1})}
    WHERE series = ${series} GROUP BY 1 ORDER BY 1`);
  const [start, end] = [rows.time[0], rows.time.at(-1)];
  if (start === undefined || end === undefined) return null;
  const at = new Map(Array.from(rows.time, (time, i) => [time, i]));
  const hours = Array.from({length: (end - start) / hour + 1}, (_, i) => at.get(start + i * hour));
  const column = (values: Float64Array) => hours.map((i) => (i === undefined ? null : values[i]!));
  return {start, mean: column(rows.mean), max: column(rows.max)};
}
