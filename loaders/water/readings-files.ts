import type {Writable} from "node:stream";
import type {Lake} from "../lake.ts";

const dayMs = 86_400_000;

/** Hourly mean, lowest, highest and count of every series over the last year, as Parquet sorted by (series, time). */
export const writeHourlyReadings = (lake: Lake, target: string | Writable): Promise<void> =>
  lake.copyTo(
    lake.fragment`
      SELECT time_bucket(INTERVAL 1 hour, time) AS time, series, round(avg(value), 4) AS mean, min(value) AS min,
        max(value) AS max, count(*)::INTEGER AS n
      FROM ${lake.rows("readings", {from: lake.now - 366 * dayMs, to: lake.now + 1})}
      WHERE quality = 'good' GROUP BY 1, 2 ORDER BY series, time`,
    target
  );

/** Every reading of the last 14 days, as Parquet sorted by (series, time). */
export const writeRecentReadings = (lake: Lake, target: string | Writable): Promise<void> =>
  lake.copyTo(
    lake.fragment`
      SELECT time, series, value, quality
      FROM ${lake.rows("readings", {from: lake.now - 14 * dayMs, to: lake.now + 1})} ORDER BY series, time`,
    target
  );
