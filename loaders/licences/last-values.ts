import type {Lake} from "../lake.ts";

const year = 365 * 86_400_000;

/** The last value of a series at each of `times` (ms UTC, ascending), not more than a year old; null where there is none. */
export async function lastValues(lake: Lake, series: string, times: readonly number[]): Promise<(number | null)[]> {
  const readings = lake.rows("readings", {from: times[0]! - year, to: times.at(-1)! + 1});
  const rows = await lake.sql<{value: number | null}>`
    SELECT value FROM (SELECT epoch_ms(unnest(${[...times]})::BIGINT) AS instant)
    ASOF LEFT JOIN (SELECT time, value FROM ${readings} WHERE series = ${series}) ON instant >= time
    ORDER BY instant`;
  return rows.map(({value}) => value);
}
