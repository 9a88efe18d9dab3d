import type {Regular} from "../forecast/regular.ts";
import {mean} from "../math/mean.ts";
import {normalQuantile} from "../math/normal.ts";
import {median} from "../math/quantile.ts";
import {expectedNight, type PastNight} from "./night-reference.ts";
import {type Stage, stageLevels} from "./stage.ts";

/** Minimum flow of one night and what it is held against, in the unit of flow; null where the history does not tell. */
export interface Night {
  /** Instants at which it begins and ends (22:00 and 5:00 local), ms UTC. */
  time: number;
  end: number;
  minimum: number | null;
  /** Mean of the last three nights. */
  mean: number | null;
  reference: number | null;
  /** Means at which stages 1 to 4 begin; empty where there is no reference. */
  limits: number[];
  stage: Stage;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const drawNights = 14;
/** Normal deviates that the central share of each stage lies within. */
const deviates = stageLevels.map((level) => normalQuantile((1 + level) / 2));
const [begins, length] = [22 * hourMs, 7 * hourMs];

/** What nights are judged by, as plain data: those before, what was drawn around them, errors of their references. */
export interface NightHistory {
  nights: (Night & PastNight)[];
  draws: number[];
  errors: number[];
}

/**
 * Minimum night flow, night by night: the lowest rolling hour of ten-minute means between 22:00 and 5:00 local. The mean
 * of three nights is held against what the nights up to two weeks before lead to expect. Limits lie as far above as such
 * expectations have erred.
 */
export const nightFlow = (tenMinutes: Regular, offset: (time: number) => number, until: number): Night[] =>
  nightHistory(tenMinutes, offset, until).nights.map(({draw, ...night}) => night);

/** All nights from the beginning of a series to an instant; none of one without a value, which has no beginning. */
export function nightHistory(tenMinutes: Regular, offset: (time: number) => number, until: number): NightHistory {
  const past: NightHistory = {nights: [], draws: [], errors: []};
  if (!tenMinutes.values.length) return past;
  const first = firstNight(tenMinutes.start, offset);
  for (let day = first; nightOf(day, offset).end <= until; day++) addNight(past, nightOf(day, offset), tenMinutes);
  return past;
}

/** Judges a night by those before, and adds it to them. */
export function addNight(
  {nights, draws, errors}: NightHistory,
  {time, end}: Pick<Night, "time" | "end">,
  tenMinutes: Regular
): void {
  const minimum = lowestHour(tenMinutes, time, end);
  const lastThree = [...nights.slice(-2).map((night) => night.minimum), minimum].filter((v) => v !== null);
  const average = lastThree.length >= 2 && minimum !== null ? mean(lastThree) : null;
  if (minimum !== null) draws.push(dayMean(tenMinutes, end) - minimum);
  const draw = drawOf(draws);
  const expected = expectedNight(nights, draw, errors);
  const limits = expected ? deviates.map((z) => expected.reference + z * expected.error) : [];
  const stage = (average === null ? 0 : limits.filter((limit) => average >= limit).length) as Stage;
  if (average !== null && expected) errors.push(average / expected.reference - 1);
  nights.push({time, end, minimum, mean: average, reference: expected?.reference ?? null, limits, stage, draw});
}

/** The first local day whose night begins at an instant or later. */
export const firstNight = (time: number, offset: (time: number) => number): number =>
  Math.ceil((time + offset(time) - begins) / dayMs);

/** When the night of a local day begins and ends, ms UTC. */
export function nightOf(day: number, offset: (time: number) => number): Pick<Night, "time" | "end"> {
  const utc = (local: number) => local - offset(local - offset(local));
  return {time: utc(day * dayMs + begins), end: utc(day * dayMs + begins + length)};
}

/** Mean of the 24 hours before an instant. */
const dayMean = ({start, step, values}: Regular, end: number): number =>
  mean(values.subarray(Math.max(0, Math.round((end - dayMs - start) / step)), Math.round((end - start) / step)));

/** Median of the last two weeks, so that no weekday or single day stands out; null where less than half of it is known. */
function drawOf(draws: number[]): number | null {
  const level = draws.length < drawNights / 2 ? 0 : median(draws.slice(-drawNights));
  return level > 0 ? level : null;
}

/** Lowest mean of six rows in a row; null when a fifth of the night or more is missing. */
function lowestHour({start, step, values}: Regular, from: number, to: number): number | null {
  const night = values.subarray(Math.round((from - start) / step), Math.round((to - start) / step));
  const rows = hourMs / step;
  if (night.filter(Number.isFinite).length < 0.8 * ((to - from) / step)) return null;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = rows; i <= night.length; i++) {
    const hour = night.subarray(i - rows, i);
    if (hour.every(Number.isFinite)) lowest = Math.min(lowest, mean(hour));
  }
  return Number.isFinite(lowest) ? lowest : null;
}
