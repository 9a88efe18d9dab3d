import type {Regular} from "../forecast/regular.ts";
import {mean} from "../math/mean.ts";
import {normalQuantile} from "../math/normal.ts";
import {median} from "../math/quantile.ts";
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
const [begins, length] = [22 * hourMs, 7 * hourMs];
const lag = 14;
const referenceNights = 28;
/** Share by which three-night means are taken to vary until a series has shown how much it does. */
const presumedVariation = 0.03;

/**
 * Minimum night flow, night by night: the lowest rolling hour of ten-minute means between 22:00 and 5:00 local. The mean
 * of three nights is held against the median of 28 nights that end 14 nights before, so that a slow leak does not teach
 * its own reference; nights in alarm are no reference either, while enough others are at hand. The reference follows the
 * season by the median of past ratios of the two, and limits grow with how much those have varied.
 */
export function nightFlow(tenMinutes: Regular, offset: (time: number) => number, until: number): Night[] {
  const nights: Night[] = [];
  const ratios: number[] = [];
  for (const {time, end} of nightsOf(tenMinutes, offset, until)) {
    const minimum = lowestHour(tenMinutes, time, end);
    const lastThree = [...nights.slice(-2).map((night) => night.minimum), minimum].filter((v) => v !== null);
    const average = lastThree.length >= 2 && minimum !== null ? mean(lastThree) : null;
    const plain = referenceOf(nights);
    const {center, spread} = habits(ratios);
    const reference = plain === null ? null : plain * Math.exp(center);
    const limits = reference === null ? [] : stageLevels.map((level) => reference * Math.exp(spread * zOf(level)));
    const stage = (average === null ? 0 : limits.filter((limit) => average >= limit).length) as Stage;
    if (average !== null && plain) ratios.push(Math.log(average / plain));
    nights.push({time, end, minimum, mean: average, reference, limits, stage});
  }
  return nights;
}

/** Whole nights from the beginning of a series to an instant. */
function nightsOf({start}: Regular, offset: (time: number) => number, until: number): {time: number; end: number}[] {
  const utc = (local: number) => local - offset(local - offset(local));
  const first = Math.ceil((start + offset(start) - begins) / dayMs);
  const nights: {time: number; end: number}[] = [];
  for (let day = first; utc(day * dayMs + begins + length) <= until; day++)
    nights.push({time: utc(day * dayMs + begins), end: utc(day * dayMs + begins + length)});
  return nights;
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

function referenceOf(before: Night[]): number | null {
  const old = before.slice(0, Math.max(0, before.length - lag + 1)).filter(({minimum}) => minimum !== null);
  const recent = old.slice(-2 * referenceNights);
  const quiet = recent.filter(({stage}) => stage < 2).slice(-referenceNights);
  const chosen = quiet.length >= referenceNights / 2 ? quiet : recent.slice(-referenceNights);
  return chosen.length >= referenceNights / 2 ? median(chosen.map(({minimum}) => minimum!)) : null;
}

/** How far three-night means have lately been from their references (the season), and how much that varied, as logs. */
function habits(ratios: number[]): {center: number; spread: number} {
  const past = ratios.slice(0, Math.max(0, ratios.length - lag)).slice(-2 * referenceNights);
  if (past.length < referenceNights) return {center: 0, spread: presumedVariation};
  const center = median(past);
  return {center, spread: Math.max(0.01, 1.4826 * median(past.map((ratio) => Math.abs(ratio - center))))};
}

/** Two-sided: the normal deviate that a central share lies within. */
const zOf = (level: number): number => normalQuantile((1 + level) / 2);
