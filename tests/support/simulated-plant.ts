import {dayCurve} from "../../data/demo/calendar.ts";
import type {Regular} from "../../loaders/forecast/regular.ts";
import type {Observed} from "../../loaders/outliers/detector.ts";
import {normals} from "./clean-noise.ts";
import {seeded} from "./random.ts";

/** Instants, ms UTC, half-open. */
export interface Interval {
  from: number;
  to: number;
}

export interface PlantOptions {
  days: number;
  /** ms between two readings. */
  step?: number;
  seed?: number;
  /** Standard deviation of one night's flow to the next, as a share. */
  variation?: number;
  /** Share by which the height of the season exceeds the year's mean; its phase comes from the seed. */
  season?: number;
  /** The same of what flows at night. */
  nightSeason?: number;
  /** A share of the night flow that escapes from a day on. */
  leak?: {share: number; day: number};
  /** How many intervals of 5 to 300 minutes lack readings, and in how many the meter repeats itself for 1 to 8 hours. */
  gaps?: number;
  stuck?: number;
}

export interface SimulatedPlant {
  /** m³/h and bar by regular steps; NaN where a reading lacks. */
  flow: Regular;
  pressure: Regular;
  /** Mean night flow without leaks, m³/h. */
  nightFlow: number;
  /** What was put in, in order of time. */
  truth: {leakFrom: number | null; gaps: Interval[]; stuck: Interval[]};
}

const minute = 60_000;
const dayMs = 1440 * minute;
const start = Date.UTC(2025, 0, 6);
const nightFlow = 48;
const work = dayCurve(nightFlow, [
  [78, 7.5, 1],
  [30, 12.5, 2],
  [28, 16, 2.6],
  [82, 19, 1.4]
]);
const rest = dayCurve(nightFlow, [
  [60, 9.4, 1.4],
  [46, 13, 2.2],
  [32, 16.5, 2.4],
  [72, 18.8, 1.4]
]);

/**
 * A district of homes: daily, weekly and seasonal shape; nights that differ from one another, independently; noise of
 * 2 % with a memory of some minutes and 2 % without; a leak and faults with the truth about them. Equal options give
 * equal numbers. Starts on a Monday, 00:00 UTC.
 */
export function simulatedPlant(options: PlantOptions): SimulatedPlant {
  const {
    days,
    step = minute,
    seed = 1,
    variation = 0.03,
    season = 0.12,
    nightSeason = season,
    leak,
    gaps = 0,
    stuck = 0
  } = options;
  const [random, normal] = [seeded(seed), normals(seed + 1_000_003)];
  const phase = random();
  const nights = Float64Array.from({length: days + 2}, () => 1 + variation * normal());
  const [memory, shock] = [Math.exp(-step / (11 * minute)), Math.sqrt(1 - Math.exp((-2 * step) / (11 * minute)))];
  const white = 0.02 * Math.sqrt(minute / step);
  let slow = normal();
  const flow = new Float64Array((days * dayMs) / step);
  const pressure = new Float64Array(flow.length);
  for (let i = 0; i < flow.length; i++) {
    const day = (i * step) / dayMs;
    const curve = Math.floor(day) % 7 >= 5 ? rest : work;
    slow = memory * slow + shock * normal();
    const draw = curve[Math.floor((i * step) / minute) % 1440]! - nightFlow;
    const summer = Math.cos(2 * Math.PI * (day / 365.25 - phase));
    const usual = (nightFlow * (1 + nightSeason * summer) + draw * (1 + season * summer)) * nightly(nights, day);
    const escapes = leak && day >= leak.day ? leak.share * nightFlow : 0;
    flow[i] = rounded(usual * (1 + 0.02 * slow + white * normal()) + escapes, 10);
    pressure[i] = rounded(5.1 - 1.05 * (flow[i]! / 140) ** 2 + 0.02 * normal(), 100);
  }
  const truth: SimulatedPlant["truth"] = {leakFrom: leak ? start + leak.day * dayMs : null, gaps: [], stuck: []};
  for (const {kind, from, to} of faults({gaps, stuck}, flow.length, step / minute, random)) {
    truth[kind].push({from: start + from * step, to: start + to * step});
    for (const values of [flow, pressure]) values.fill(kind === "gaps" ? Number.NaN : values[from]!, from, to);
  }
  return {flow: {start, step, values: flow}, pressure: {start, step, values: pressure}, nightFlow, truth};
}

/** Its flow as detectors of readings see it: gaps left out, one in `lost` lost, clocks that stray by up to `stray` ms. */
export function observedFlow({flow}: SimulatedPlant, {lost = 200, stray = 5000, seed = 1} = {}): Observed {
  const {start, step, values} = flow;
  const random = seeded(seed);
  const kept = values.map((_, i) => i).filter((i) => !Number.isNaN(values[i]!) && random() >= 1 / lost);
  const nothing = {start, step: 10 * minute, values: new Float64Array(0)};
  return {
    series: "001/flow",
    unit: "m³/h",
    min: 0,
    max: 1000,
    offset: () => 0,
    times: kept.map((i) => start + i * step + Math.round(stray * random())),
    values: kept.map((i) => values[i]!),
    tenMinutes: nothing,
    expected: nothing,
    criteria: []
  };
}

/** The night's factor, from noon to noon, changed over four hours. */
function nightly(nights: Float64Array, day: number): number {
  const index = Math.floor(day + 0.5);
  const share = Math.min(1, (day + 0.5 - index) * 6);
  return nights[index]! * (1 - share) + nights[index + 1]! * share;
}

/** Rows [from, to) of every fault, each in a stretch of its own, the kinds in random order. */
function faults({gaps, stuck}: {gaps: number; stuck: number}, rows: number, minutes: number, random: () => number) {
  const stretch = Math.floor(rows / Math.max(1, gaps + stuck));
  if (stretch * minutes < 600) throw new Error(`too many faults: ${gaps + stuck} (write fewer, or more days)`);
  let left = gaps;
  return Array.from({length: gaps + stuck}, (_, i) => {
    const kind = random() < left / (gaps + stuck - i) ? "gaps" : "stuck";
    if (kind === "gaps") left--;
    const shortest = kind === "gaps" ? 5 : 60;
    const length = Math.round((shortest * (kind === "gaps" ? 60 : 8) ** random()) / minutes);
    const from = i * stretch + 10 + Math.floor((stretch - length - 20) * random());
    return {kind, from, to: from + Math.max(1, length)} as const;
  });
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;
