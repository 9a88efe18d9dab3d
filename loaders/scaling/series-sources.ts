import type {Lake} from "../lake.ts";

/** Ids of the sources of a series of readings. */
export async function seriesSources(lake: Lake, series: string): Promise<string[]> {
  const rows = await lake.sql<{source: string}>`SELECT DISTINCT source FROM readings WHERE series = ${series}`;
  return rows.map(({source}) => source);
}
