import * as d3 from "npm:d3";

export interface RequestStep {
  /** Start of the step, UTC ms. */
  time: number;
  requested: number;
  processed: number;
  /** Waiting at the step's end. */
  backlog: number;
  /** Delays, minutes. */
  p50: number | null;
  p95: number | null;
  /** What a delay is going to be more than where too many wait to know it. */
  over50: number | null;
  over95: number | null;
}

export const grains = [
  {value: "hour", label: "Hour"},
  {value: "day", label: "Day"},
  {value: "week", label: "Week"},
  {value: "month", label: "Month"}
] as const;

export type Grain = (typeof grains)[number]["value"];

const day = 86_400_000;

/** Steps at a grain: the last 14 days by the hour, or the last year by day, week (from Monday) or month. */
export function byGrain(
  {hourly, daily}: {hourly: readonly RequestStep[]; daily: readonly RequestStep[]},
  grain: Grain
): {rows: RequestStep[]; step: number; period: string} {
  if (grain === "hour") return {rows: [...hourly], step: day / 24, period: "14 days"};
  if (grain === "day") return {rows: [...daily], step: day, period: `${daily.length} days`};
  const start = grain === "week" ? d3.timeMonday : d3.timeMonth;
  // the middle of a day decides, for its start may fall on the day before in the reader's zone
  const groups = d3.groups(daily, ({time}) => start(new Date(time + day / 2)).getTime());
  const rows = groups.map(([time, days]) => ({
    time,
    requested: d3.sum(days, ({requested}) => requested),
    processed: d3.sum(days, ({processed}) => processed),
    backlog: days.at(-1)!.backlog,
    p50: d3.median(days, ({p50}) => p50) ?? null,
    p95: d3.median(days, ({p95}) => p95) ?? null,
    over50: null,
    over95: null
  }));
  return {rows, step: grain === "week" ? 7 * day : 30 * day, period: `${daily.length} days`};
}
