import {quantileSorted} from "../math/quantile.ts";
import type {Detector, Observed, Period} from "./detector.ts";
import type {Finding} from "./finding.ts";
import type {Stage} from "./stage.ts";
import {usualInterval} from "./usual-interval.ts";
import {duration, quantity, range} from "./words.ts";

const minute = 60_000;

/** Missing readings, a stuck value, an impossible value, a clock that stands still or goes back. */
export const system: Detector = {
  name: "system",
  title: "System",
  about:
    "Readings missing for more than three intervals; the same value for 30 minutes and three times longer than the " +
    "longest usual run; a value outside the physical range; a time that does not move forward.",
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

const missing: Check = ({series, times}, {from, to}) => {
  const interval = usualInterval(times);
  const found: Finding[] = [];
  let latest = times[0] ?? to;
  for (let i = 1; i <= times.length; i++) {
    const open = i === times.length;
    const next = open ? to : times[i]!;
    const gap = next - latest;
    if (next > from && gap > 3 * interval)
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

/** Runs of equal values as [first, last] rows. */
function runs(values: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0, first = 0; i < values.length; i++)
    if (values[i + 1] !== values[i]) {
      found.push([first, i]);
      first = i + 1;
    }
  return found;
}

const stuck: Check = ({series, unit, times, values}, {from}) => {
  const all = runs(values).map(([a, b]) => ({a, b, length: times[b]! - times[a]!}));
  const past = all.filter(({b}) => times[b]! < from).map(({length}) => length);
  const usual = quantileSorted(Float64Array.from(past).sort(), 0.999) || 0;
  const limit = Math.max(30 * minute, 3 * usual);
  return all
    .filter(({b, length}) => times[b]! >= from && length >= limit)
    .map(({a, b, length}) =>
      finding(series, {
        time: times[a]!,
        to: times[b]!,
        stage: Math.max(2, stageFrom(length, [0, limit, 2 * limit, 4 * limit])) as Stage,
        value: values[a]!,
        expected: null,
        reason: `Stuck at ${quantity(values[a]!, unit)} for ${duration(length)}; the longest that is usual is ${duration(Math.max(usual, minute))}, the limit ${duration(limit)}.`
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
