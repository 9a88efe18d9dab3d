import {seriesSettings} from "../../data/settings.ts";
import type {Lake} from "../lake.ts";
import {type Coverage, coverage, type Gap} from "./coverage.ts";

const day = 86_400_000;

/** One series of readings: how completely it was read. */
export interface SeriesCoverage extends Omit<Coverage, "gaps"> {
  source: string;
  series: string;
  label: string;
  gaps: number;
  /** The longest ones, in order of time; so many that all are there unless a series is torn to pieces. */
  listed: Gap[];
  longest: Gap | null;
}

const mostListed = 300;

/** Every series read in the days between the edges, by source and name. */
export async function seriesCoverage(lake: Lake, edges: readonly number[]): Promise<SeriesCoverage[]> {
  const [from, to] = [edges[0]! - day, lake.now + 1];
  const rows = lake.rows("readings", {from, to});
  const found = await lake.sql<{source: string; series: string}>`
    SELECT DISTINCT source, series FROM ${rows} ORDER BY source, series`;
  const all: SeriesCoverage[] = [];
  for (const {source, series} of found) {
    const {time} = await lake.columns<"time">(
      lake.fragment`SELECT epoch_ms(time) AS time FROM ${rows} WHERE source = ${source} AND series = ${series} ORDER BY time`
    );
    const configured = lake.settings.sources[source];
    const until = configured ? lake.now : time.at(-1)!;
    const {gaps, ...rest} = coverage(time, edges, {until, grace: configured?.freshForMs});
    const longest = gaps.length ? gaps.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a)) : null;
    const {label} = seriesSettings(lake.settings, series);
    const listed = gaps
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, mostListed)
      .sort((a, b) => a.from - b.from);
    all.push({source, series, label, ...rest, gaps: gaps.length, listed, longest});
  }
  return all.map((own) => ({
    ...own,
    label: all.filter(({label}) => label === own.label).length > 1 ? own.series : own.label
  }));
}
