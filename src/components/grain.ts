import {fromWall, toWall} from "./zone-time.js";

export const grains = ["minute", "10min", "hour", "day", "week", "month"] as const;

/** Length of the steps that a chart is made of; days, weeks (from Monday) and months are those of a zone. */
export type Grain = (typeof grains)[number];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Milliseconds of a step; days, weeks and months as they mostly are. */
export const grainMs: Record<Grain, number> = {
  minute,
  "10min": 10 * minute,
  hour,
  day,
  week: 7 * day,
  month: 30 * day
};

/** What a step is called: `per hour`. */
export const grainNames: Record<Grain, string> = {
  minute: "minute",
  "10min": "10 minutes",
  hour: "hour",
  day: "day",
  week: "week",
  month: "month"
};

/** Start of the step that holds an instant. */
export function floorTo(grain: Grain, time: number, zone: string): number {
  const wall = toWall(time, zone);
  if (grainMs[grain] <= hour) return time - (wall - Math.floor(wall / grainMs[grain]) * grainMs[grain]);
  return fromWall(wallFloor(grain, wall), zone);
}

function wallFloor(grain: Grain, wall: number): number {
  const date = new Date(wall);
  if (grain === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const midnight = Math.floor(wall / day) * day;
  return grain === "week" ? midnight - ((date.getUTCDay() + 6) % 7) * day : midnight;
}

/** Start of the step after the one that starts at `start`. */
export function nextStep(grain: Grain, start: number, zone: string): number {
  if (grainMs[grain] <= hour) return start + grainMs[grain];
  // the middle of a step of the next size up stays clear of changes of the clocks
  return floorTo(grain, start + grainMs[grain] * (grain === "month" ? 1.2 : grain === "week" ? 1.1 : 1.5), zone);
}

/** Starts of the steps that hold [from, to), and the end of the last one. */
export function stepEdges(grain: Grain, {from, to}: {from: number; to: number}, zone: string): number[] {
  const edges = [floorTo(grain, from, zone)];
  while (edges.at(-1)! < to) edges.push(nextStep(grain, edges.at(-1)!, zone));
  return edges;
}

/** Rows put into the steps of [from, to) by their `time`; a step without rows stands there empty. */
export function inSteps<Row extends {time: number}>(
  rows: readonly Row[],
  grain: Grain,
  {from, to}: {from: number; to: number},
  zone: string
): {time: number; end: number; rows: Row[]}[] {
  const edges = stepEdges(grain, {from, to}, zone);
  const steps = edges.slice(0, -1).map((time, i) => ({time, end: edges[i + 1]!, rows: [] as Row[]}));
  let i = 0;
  for (const row of rows) {
    if (row.time < (steps[i]?.time ?? 0)) i = 0;
    while (i < steps.length && row.time >= steps[i]!.end) i++;
    if (row.time >= (steps[i]?.time ?? Number.POSITIVE_INFINITY)) steps[i]!.rows.push(row);
  }
  return steps;
}

/**
 * The grain to draw [from, to) at: the one asked for, or else the finest with at most `points` steps. Only `offered`
 * ones, fine to coarse, are taken; what is finer than they are becomes the finest of them.
 */
export function grainFor(
  {from, to, grain}: {from: number; to: number; grain: Grain | "auto"},
  {offered = grains, points = 400}: {offered?: readonly Grain[]; points?: number} = {}
): Grain {
  if (grain !== "auto") return offered.find((one) => grainMs[one] >= grainMs[grain]) ?? offered.at(-1)!;
  return offered.find((one) => (to - from) / grainMs[one] <= points) ?? offered.at(-1)!;
}
