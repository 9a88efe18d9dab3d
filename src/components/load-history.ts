import {type Grain, inSteps} from "./grain.js";

export interface LoadHours {
  /** UTC ms. */
  start: number;
  /** By the UTC hour: mean, and the highest minute; null where nothing was read. */
  mean: readonly (number | null)[];
  max: readonly (number | null)[];
}

interface LoadHour {
  time: number;
  mean: number;
  max: number;
}

export interface LoadStep {
  /** Start and end of the step, UTC ms. */
  time: number;
  end: number;
  /** Mean of the hours, and the highest minute; null where nothing was read. */
  mean: number | null;
  max: number | null;
}

const hour = 3_600_000;

/** A load of [from, to) in steps of a zone, from the hours that overlap it. */
export function loadSteps(
  hours: LoadHours | null,
  {from, to}: {from: number; to: number},
  grain: Grain,
  zone: string
): LoadStep[] {
  const rows = hours ? hoursOf(hours, from, to) : [];
  if (!rows.length) return [];
  const period = {from: rows[0]!.time, to: rows.at(-1)!.time + hour};
  return inSteps(rows, grain, period, zone).map(({time, end, rows}) => ({
    time,
    end,
    mean: rows.length ? rows.reduce((sum, {mean}) => sum + mean, 0) / rows.length : null,
    max: rows.length ? Math.max(...rows.map(({max}) => max)) : null
  }));
}

function hoursOf({start, mean, max}: LoadHours, from: number, to: number): LoadHour[] {
  const first = Math.max(0, Math.floor((from - start) / hour));
  const end = Math.min(mean.length, Math.ceil((to - start) / hour));
  const rows: LoadHour[] = [];
  for (let i = first; i < end; i++)
    if (mean[i] !== null) rows.push({time: start + i * hour, mean: mean[i]!, max: max[i]!});
  return rows;
}
