import {median} from "../math/quantile.ts";

/** A stretch without readings: from when the next was due to when it came, ms UTC. */
export interface Gap {
  from: number;
  to: number;
}

/** How completely a series was read. Times and lengths of time are ms. */
export interface Coverage {
  /** Usual distance of readings at the end; null where there are too few to tell. */
  interval: number | null;
  /** In order of time. */
  gaps: Gap[];
  missingMs: number;
  /** Share of each day that no gap took, 0 to 1; null before the first reading and after `until`. */
  days: (number | null)[];
}

export interface CoverageOptions {
  /** How far readings are to be expected, ms UTC. */
  until: number;
  /** A distance of more than so many usual ones is a gap. */
  factor?: number;
  /** The series may be silent at its end for so long without that being a gap. */
  grace?: number;
}

/** A day with fewer readings says nothing about their usual distance. */
const fewest = 10;

/**
 * Where readings are missing. What is usual is the median distance on the same day, so that a series may be read more
 * often from some day on without its past becoming a gap.
 *
 * @param times of readings in ascending order; those before the first edge only tell whether it begins with a gap
 * @param edges starts of the days looked at, and the end of the last one
 */
export function coverage(
  times: Float64Array,
  edges: readonly number[],
  {until, factor = 3, grace = 0}: CoverageOptions
): Coverage {
  const usual = usualDistance(times, edges);
  const gaps: Gap[] = [];
  const add = (last: number, next: number, shortest: number) => {
    const distance = usual(last);
    const from = Math.max(last + distance, edges[0]!);
    if (next - last > Math.max(factor * distance, shortest) && next > from) gaps.push({from, to: next});
  };
  for (let i = 1; i < times.length; i++) add(times[i - 1]!, times[i]!, 0);
  const last = times.at(-1);
  const interval = last === undefined ? Number.NaN : usual(last);
  if (Number.isNaN(interval)) return {interval: null, gaps: [], missingMs: 0, days: edges.slice(1).map(() => null)};
  add(last!, until, grace);
  const days = edges.slice(1).map((end, day) => {
    const alive = {from: Math.max(edges[day]!, times[0]!), to: Math.min(end, until)};
    if (alive.to <= alive.from) return null;
    return 1 - gaps.reduce((sum, gap) => sum + shared(gap, alive), 0) / (alive.to - alive.from);
  });
  return {interval, gaps, missingMs: gaps.reduce((sum, {from, to}) => sum + to - from, 0), days};
}

/** The usual distance of readings at an instant; NaN without two different times. */
function usualDistance(times: Float64Array, edges: readonly number[]): (time: number) => number {
  let day = -1;
  const byDay = new Map<number, number>();
  for (let start = 0; start < times.length; ) {
    const of = dayOf(times[start]!);
    const next = edges[of + 1] ?? Number.POSITIVE_INFINITY;
    let end = start;
    while (end < times.length && times[end]! < next) end++;
    if (end - start >= fewest) byDay.set(of, medianDistance(times.subarray(start, end)));
    start = end;
  }
  const overall = byDay.size ? median([...byDay.values()]) : medianDistance(times);
  return (time) => byDay.get(dayOf(time)) ?? overall;

  /** Most instants that are asked for lie on the same day as the one before. */
  function dayOf(time: number): number {
    if (!(time >= (edges[day] ?? Number.NEGATIVE_INFINITY) && time < (edges[day + 1] ?? Number.POSITIVE_INFINITY)))
      day = edges.findLastIndex((edge) => edge <= time);
    return day;
  }
}

const medianDistance = (times: Float64Array): number =>
  median(
    times
      .subarray(1)
      .map((time, i) => time - times[i]!)
      .filter((distance) => distance > 0)
  );

const shared = (a: Gap, b: Gap): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
