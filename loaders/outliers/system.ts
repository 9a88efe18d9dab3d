import {quantileSorted} from "../math/quantile.ts";
import type {Detector, Observed, Period} from "./detector.ts";
import {equalRuns, stuckLimit} from "./equal-runs.ts";
import type {Finding} from "./finding.ts";
import {rowAt} from "./row-at.ts";
import type {Stage} from "./stage.ts";
import {usualInterval} from "./usual-interval.ts";
import {duration, quantity, range} from "./words.ts";

const minute = 60_000;

/** Missing readings, a stuck value, an impossible value, a clock that stands still or goes back. */
export const system: Detector = {
  name: "system",
  title: "System",
  about:
    "Three or more readings in a row missing, up to five where some are often lost; the same value for 30 minutes and " +
    "three times longer than the longest usual run; a value outside the physical range; a time that does not move forward.",
  applies: () => true,
  detect: (observed, period) =>
    [missing, stuck, impossible, backwards].flatMap((check) => check(observed, period)).sort((a, b) => a.time - b.time)
};

type Check = (observed: Observed, period: Period) => Finding[];

const finding = (series: string, rest: Omit<Finding, "series" | "detector">): Finding => ({
  series,
  detector: "system",
  ...rest
});

/** Stage of a duration by the lengths at which stages 1 to 4 begin. */
const stageFrom = (length: number, begins: readonly number[]): Stage =>
  begins.filter((limit) => length >= limit).length as Stage;

/**
 * Distance of two readings from which on some are missing: three at least, whatever their clocks are like; five at most,
 * and in between more than a series loses now and then.
 */
function longestStep(times: Float64Array, from: number, interval: number): number {
  const past = times.subarray(1, rowAt(times, from)).map((time, i) => time - times[i]!);
  const usual = quantileSorted(past.sort(), 0.999) || 0;
  return Math.min(5.5 * interval, Math.max(3.5 * interval, 1.5 * usual));
}

const missing: Check = ({series, times}, {from, to}) => {
  const interval = usualInterval(times);
  const limit = longestStep(times, from, interval);
  const found: Finding[] = [];
  let latest = times[0] ?? to;
  for (let i = 1; i <= times.length; i++) {
    const open = i === times.length;
    const next = open ? to : times[i]!;
    const gap = next - latest;
    if (next > from && gap > limit)
      found.push(
        finding(series, {
          time: latest + interval,
          to: open ? to : next - interval,
          stage: Math.max(1, stageFrom(gap, [3 * minute, 10 * minute, 60 * minute, 360 * minute])) as Stage,
          value: null,
          expected: null,
          reason:
            `${open ? "Silent for" : "No readings for"} ${duration(gap)}: ${Math.round(gap / interval) - 1} missing ` +
            `where one is due every ${duration(interval)}.`
        })
      );
    latest = Math.max(latest, next);
  }
  return found;
};

const stuck: Check = ({series, unit, times, values}, {from}) => {
  const runs = equalRuns(times, values);
  const {usual, limit} = stuckLimit(runs.filter(({last}) => times[last]! < from));
  return runs
    .filter(({last, length}) => times[last]! >= from && length >= limit)
    .map(({first, last, length}) =>
      finding(series, {
        time: times[first]!,
        to: times[last]!,
        stage: Math.max(2, stageFrom(length, [0, limit, 2 * limit, 4 * limit])) as Stage,
        value: values[first]!,
        expected: null,
        reason: `Stuck at ${quantity(values[first]!, unit)} for ${duration(length)}; the longest that is usual is ${duration(Math.max(usual, minute))}, the limit ${duration(limit)}.`
      })
    );
};

const impossible: Check = ({series, unit, min, max, times, values}, {from}) => {
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  return merged(times, from, (i) => values[i]! < low || values[i]! > high).map(([a, b]) => {
    let worst = a;
    for (let i = a; i <= b; i++) if (outside(values[i]!, low, high) > outside(values[worst]!, low, high)) worst = i;
    return finding(series, {
      time: times[a]!,
      to: times[b]!,
      stage: 4,
      value: values[worst]!,
      expected: null,
      reason: `Impossible value ${quantity(values[worst]!, unit)}: the physical range is ${range(min, max, unit)}.`
    });
  });
};

const outside = (value: number, low: number, high: number): number => Math.max(low - value, value - high);

const backwards: Check = ({series, times, values}, {from}) =>
  merged(times, from, (i) => i > 0 && times[i]! <= times[i - 1]!).map(([a, b]) =>
    finding(series, {
      time: times[a]!,
      to: Math.max(times[a]!, times[b]!),
      stage: 2,
      value: values[a]!,
      expected: null,
      reason: `The clock did not move forward: ${b - a + 1} ${b === a ? "reading has" : "readings have"} a time at or before the one before.`
    })
  );

/** Rows from `from` on that fulfil a test, joined while less than ten minutes lie between. */
function merged(times: Float64Array, from: number, test: (i: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < times.length; i++) {
    if (times[i]! < from || !test(i)) continue;
    const last = found.at(-1);
    if (last && times[i]! - times[last[1]]! < 10 * minute) last[1] = i;
    else found.push([i, i]);
  }
  return found;
}
