import {seriesSettings} from "../../data/schema.ts";
import type {Lake} from "../lake.ts";

const step = 300_000;
const steps = 288;

/** The host's own series. Times are ms UTC. */
export interface Machine {
  /** Starts of the 5-minute steps of the last 24 h, oldest first. */
  times: number[];
  series: MachineSeries[];
}

export interface MachineSeries {
  series: string;
  label: string;
  unit: string;
  /** The last value of the last 24 h. */
  latest: {time: number; value: number} | null;
  /** Mean of each of `times`; null where nothing was read. */
  means: (number | null)[];
}

/** Ids of the sources that watch the host. */
const machineSources = ({settings}: Lake): string[] =>
  Object.entries(settings.sources).flatMap(([id, {kind}]) => (kind === "system" ? id : []));

/** The last 24 hours of everything that sources of kind `system` report. */
export async function machine(lake: Lake): Promise<Machine> {
  const end = Math.floor(lake.now / step) * step + step;
  const start = end - steps * step;
  const times = Array.from({length: steps}, (_, i) => start + i * step);
  const sources = machineSources(lake);
  if (sources.length === 0) return {times, series: []};
  const rows = await lake.sql<{series: string; slot: number; mean: number; time: number; value: number}>`
    SELECT series, ((epoch_ms(time) - ${start}) // ${step})::INTEGER AS slot, avg(value) AS mean,
      max(time) AS time, arg_max(value, time) AS value
    FROM ${lake.rows("readings", {from: start, to: lake.now + 1})}
    WHERE list_contains(${sources}, source) GROUP BY ALL ORDER BY series, slot`;
  const series = [...new Set(rows.map((row) => row.series))].map((id): MachineSeries => {
    const own = rows.filter((row) => row.series === id);
    const means = new Array<number | null>(steps).fill(null);
    for (const {slot, mean} of own) means[slot] = mean;
    const {time, value} = own.at(-1)!;
    const {label, unit} = seriesSettings(lake.settings, id);
    return {series: id, label, unit, latest: {time, value}, means};
  });
  return {times, series};
}
