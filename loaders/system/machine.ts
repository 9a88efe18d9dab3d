import {seriesSettings} from "../../data/settings.ts";
import type {Lake} from "../lake.ts";

const day = 86_400_000;
const fewest = 30;
const most = 288;

/** Lengths of a step, ms: 288 of the longest are a day. */
const lengths = [10_000, 60_000, 300_000];

/** The host's own series. Times and lengths of time are ms. */
export interface Machine {
  /** Length of a step: the shortest with which what is known of the last 24 h fits. */
  step: number;
  /** Starts of the steps, oldest first, from the first reading of the last 24 h on. */
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

/** The last 24 hours, or what there is of them, of everything that sources of kind `system` report. */
export async function machine(lake: Lake): Promise<Machine> {
  const sources = machineSources(lake);
  const {step, times} = await stepsOf(lake, sources);
  if (sources.length === 0) return {step, times, series: []};
  const start = times[0]!;
  const rows = await lake.sql<{series: string; slot: number; mean: number; time: number; value: number}>`
    SELECT series, ((epoch_ms(time) - ${start}) // ${step})::INTEGER AS slot, avg(value) AS mean,
      max(time) AS time, arg_max(value, time) AS value
    FROM ${lake.rows("readings", {from: start, to: lake.now + 1})}
    WHERE list_contains(${sources}, source) GROUP BY ALL ORDER BY series, slot`;
  const series = [...new Set(rows.map((row) => row.series))].map((id): MachineSeries => {
    const own = rows.filter((row) => row.series === id);
    const means = new Array<number | null>(times.length).fill(null);
    for (const {slot, mean} of own) means[slot] = mean;
    const {time, value} = own.at(-1)!;
    const {label, unit} = seriesSettings(lake.settings, id);
    return {series: id, label, unit, latest: {time, value}, means};
  });
  return {step, times, series};
}

async function stepsOf(lake: Lake, sources: string[]): Promise<Pick<Machine, "step" | "times">> {
  const from = lake.now - day;
  const [row] = sources.length
    ? await lake.sql<{first: number | null}>`
        SELECT min(time) AS first FROM ${lake.rows("readings", {from, to: lake.now + 1})}
        WHERE list_contains(${sources}, source)`
    : [];
  const known = lake.now - (row?.first ?? from);
  const step = lengths.find((length) => known <= (most - 1) * length) ?? lengths.at(-1)!;
  const end = Math.floor(lake.now / step) * step + step;
  const steps = Math.min(most, Math.max(fewest, Math.ceil(known / step) + 1));
  return {step, times: Array.from({length: steps}, (_, i) => end - (steps - i) * step)};
}
