import {Fragment} from "../lake/fragment.ts";
import type {Lake, PayloadMeta} from "../lake.ts";
import {payloadMeta} from "../payload-meta.ts";
import {type ExampleNotebook, exampleDays, exampleNotebook, exampleSql} from "./example-notebook.ts";

/** What the explore page shows before anything is asked. Times are UTC ms. */
export interface ExplorePayload {
  meta: PayloadMeta;
  sentence: string;
  example: ExampleNotebook;
  /** By cell what the example's questions answer. */
  results: Record<string, ExampleResult>;
}

export interface ExampleResult {
  columns: {name: string; type: "time" | "number"; nulls: number}[];
  rows: (number | null)[][];
}

const day = 86_400_000;

/** Longest list of series to choose from. */
const mostSeries = 200;

export async function explorePayload(lake: Lake): Promise<ExplorePayload> {
  const [counted] = await lake.sql<{readings: number; series: number}>`
    SELECT count(*)::DOUBLE AS readings, count(DISTINCT series)::DOUBLE AS series
    FROM ${lake.rows("readings", {from: lake.now - 366 * day, to: lake.now + 1})}`;
  const series = await lake.sql<{series: string}>`
    SELECT DISTINCT series FROM ${lake.rows("readings", {from: lake.now - 31 * day, to: lake.now + 1})}
    WHERE quality = 'good' ORDER BY series LIMIT ${mostSeries}`;
  const names = series.map(({series}) => series);
  const example = exampleNotebook(names);
  return {
    meta: await payloadMeta(lake),
    sentence: sentenceOf(counted!),
    example,
    results: names.length ? {recent: await answer(lake, names[0]!)} : {}
  };
}

const sentenceOf = ({readings, series}: {readings: number; series: number}): string =>
  readings
    ? `Ask ${readings.toLocaleString("en-GB")} readings of ${series} series, and the tables beside them, in SQL: here in the browser, with no server.`
    : "Nothing has been read yet; SQL works here in the browser all the same.";

/** The example's question, asked of the hours that the published table has. */
async function answer(lake: Lake, series: string): Promise<ExampleResult> {
  const rows = await lake.sql<{time: number; mean: number | null}>`
    WITH hourly AS (
      SELECT date_trunc('hour', time) AS time, series, round(avg(value), 4) AS mean
      FROM ${lake.rows("readings", {from: lake.now - 366 * day, to: lake.now + 1})}
      WHERE quality = 'good' GROUP BY ALL
    )
    ${bound({series, days: exampleDays})}`;
  return {
    columns: [
      {name: "time", type: "time", nulls: 0},
      {name: "mean", type: "number", nulls: rows.filter(({mean}) => mean === null).length}
    ],
    rows: rows.map(({time, mean}) => [time, mean])
  };
}

function bound(values: Record<string, string | number>): Fragment {
  const parts = exampleSql.split(/\$\{(\w+)\}/);
  return new Fragment(
    parts.filter((_, i) => i % 2 === 0),
    parts.filter((_, i) => i % 2 === 1).map((name) => values[name]!)
  );
}
