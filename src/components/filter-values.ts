import {type Chosen, type Comparison, rangeMs} from "./filter-query.js";
import {type Grain, grainMs} from "./grain.js";
import {fromWall, toWall} from "./zone-time.js";

/** What a page shows: the reader's choice where there is one, the page's own elsewhere. Times are UTC ms, [from, to). */
export interface Filters {
  from: number;
  to: number;
  /** 24h, 7d and the like, or custom. */
  range: string;
  compare: Comparison;
  grain: Grain | "auto";
  /** IANA name. */
  timeZone: string;
  /** Empty: all. */
  sources: string[];
}

const minute = 60_000;
const day = 86_400_000;

/**
 * A choice on a page whose data ends at `observedThrough`. Ranges end with the minute that holds it. What the page does
 * not offer is left to its defaults and named in `problems`.
 */
export function resolveFilters(
  chosen: Chosen,
  {
    observedThrough,
    defaultRange,
    zone,
    offered,
    sources
  }: {
    observedThrough: number;
    defaultRange: string;
    zone: string;
    offered: readonly Grain[];
    sources: readonly string[];
  }
): {filters: Filters; problems: string[]} {
  const range = chosen.range ?? defaultRange;
  const end = (Math.floor(observedThrough / minute) + 1) * minute;
  const span = chosen.span ?? {from: end - (rangeMs(range) ?? day), to: end};
  const known = (chosen.sources ?? []).filter((source) => !sources.length || sources.includes(source));
  const unknown = (chosen.sources ?? []).filter((source) => !known.includes(source));
  const grain = chosen.grain ?? "auto";
  const coarser = grain !== "auto" && !offered.includes(grain);
  const nearest = offered.find((one) => grain !== "auto" && grainMs[one] >= grainMs[grain]) ?? offered.at(-1)!;
  return {
    filters: {
      ...span,
      range: chosen.span ? "custom" : range,
      compare: chosen.compare ?? "none",
      grain: coarser ? nearest : grain,
      timeZone: zone,
      sources: known
    },
    problems: unknown.map((source) => `source=${source}`)
  };
}

/** The period to compare with, [from, to), and what maps its instants onto the present ones; null when none is chosen. */
export interface Compared {
  from: number;
  to: number;
  label: string;
  onto: (time: number) => number;
}

const labels = {previous: "the period before", week: "a week before", year: "a year before"};

/**
 * The period that a choice is compared with. A week and a year before are at the same clock times; a year is 52 weeks, so
 * that weekdays meet.
 */
export function comparedTo({from, to, compare, timeZone}: Filters): Compared | null {
  if (compare === "none") return null;
  const label = labels[compare];
  if (compare === "previous") return {from: from - (to - from), to: from, label, onto: (time) => time + (to - from)};
  const days = compare === "week" ? 7 : 364;
  const moved = (time: number, by: number) => fromWall(toWall(time, timeZone) + by * day, timeZone);
  return {from: moved(from, -days), to: moved(to, -days), label, onto: (time) => moved(time, days)};
}

const presets = ["24h", "7d", "30d", "90d", "365d"];

/** Ranges to offer where data is known from `from` to `to`: up to the first that holds all of it, and the page's own. */
export function rangesWithin({from, to}: {from: number; to: number}, own: string): string[] {
  const lengths = [own, ...presets.filter((range) => range !== own)].sort((a, b) => rangeMs(a)! - rangeMs(b)!);
  return lengths.filter((range, i) => range === own || i === 0 || to - rangeMs(lengths[i - 1]!)! > from);
}

/** Whether all that a choice is compared with is known, to the day. */
export function comparesWithin(known: {from: number}, filters: Filters): boolean {
  const before = comparedTo(filters);
  return before === null || before.from > known.from - day;
}

/** Whether any of [time, time + step) is within a period. */
export const covers = ({from, to}: {from: number; to: number}, time: number, step = 1): boolean =>
  time + step > from && time < to;

/** Rows of steps of a period, by their `time` and the length of a step. */
export const rowsWithin = <Row extends {time: number}>(
  rows: readonly Row[],
  period: {from: number; to: number},
  step = 1
): Row[] => rows.filter(({time}) => covers(period, time, step));
