import {quantileSorted} from "../math/quantile.ts";
import {beginOf, type Detector, isPossible, type Observed} from "./detector.ts";
import {equalRuns, stuckLimit} from "./equal-runs.ts";
import type {Finding} from "./finding.ts";
import type {Stage} from "./stage.ts";
import {usualInterval} from "./usual-interval.ts";
import {duration, quantity, range} from "./words.ts";

const minute = 60_000;
/** Readings that are wrong belong together while less lies between them. */
const joining = 10 * minute;
/** Readings that tell how far they usually lie apart. */
const enough = 30;

/** Where a walk stands, as plain data: the latest time, the last reading, the same value since, what is wrong with readings. */
interface State {
  limits: Limits;
  latest: number | null;
  last: number | null;
  run: {value: number; from: number; to: number} | null;
  impossible: {from: number; to: number; worst: number} | null;
  backwards: {from: number; to: number; value: number; count: number} | null;
}

/** What was known at the beginning, ms: usual time between readings, from when on some are missing, the longest usual run. */
interface Limits {
  interval: number;
  longest: number;
  usual: number;
  /** From which length on a value is stuck. */
  stuck: number;
}

/**
 * Missing readings, a stuck value, an impossible value, a clock that goes back. Readings of one time are a meter that says
 * things twice, or a clock that knows minutes only; where it stands still for longer, readings are missing.
 */
export const system: Detector<State> = {
  name: "system",
  title: "System",
  about:
    "Three or more readings in a row missing, up to five where some are often lost; the same value for 30 minutes and " +
    "three times longer than the longest usual run; a value outside the physical range; a time that goes back.",
  applies: () => true,
  walk(observed, from, begun = begin(observed, from)) {
    const state = structuredClone(begun);
    const tell = wordsOf(observed, state.limits, from);
    return {
      push(time, value) {
        const found: Finding[] = [];
        const {impossible, backwards} = state;
        if (impossible && isOver(impossible, time)) found.push(tell.impossible(impossible));
        if (backwards && isOver(backwards, time)) found.push(tell.backwards(backwards));
        found.push(...tell.missing(heardBy(state, time), time, false));
        if (state.run && !continues(state, time, value)) found.push(...tell.stuck(state.run));
        advance(observed, state, time, value);
        return found;
      },
      open: (now) => [
        ...(state.impossible ? [tell.impossible(state.impossible)] : []),
        ...(state.backwards ? [tell.backwards(state.backwards)] : []),
        ...tell.missing(heardBy(state, now), now, true),
        ...(state.run ? tell.stuck(state.run) : [])
      ],
      get state() {
        return structuredClone(state);
      }
    };
  }
};

/** Whether what was wrong is over once a reading comes so much later. */
const isOver = ({to}: {to: number}, time: number): boolean => time - to >= joining;

/** The latest reading by an instant; where a clock has run ahead of it, the last one that came. */
const heardBy = ({latest, last}: State, now: number): number | null =>
  latest !== null && latest > now ? last : latest;

/** Whether a reading goes on with the value that stands: nobody knows what a meter says while it says nothing. */
const continues = ({run, limits}: State, time: number, value: number): boolean =>
  run !== null && run.value === value && !(time - run.to > limits.longest);

/** Takes the next reading. */
function advance(observed: Observed, state: State, time: number, value: number): void {
  if (state.impossible && isOver(state.impossible, time)) state.impossible = null;
  if (!isPossible(observed, value)) {
    const {from, worst} = state.impossible ?? {from: time, worst: value};
    state.impossible = {from, to: time, worst: outside(observed, value) > outside(observed, worst) ? value : worst};
  }
  if (state.backwards && isOver(state.backwards, time)) state.backwards = null;
  if (state.last !== null && time < state.last) {
    const {from, value: first, count} = state.backwards ?? {from: time, value, count: 0};
    state.backwards = {from, to: time, value: first, count: count + 1};
  }
  if (continues(state, time, value)) state.run!.to = time;
  else state.run = {value, from: time, to: time};
  state.latest = Math.max(state.latest ?? time, time);
  state.last = time;
}

/** Where things stand at an instant; readings that were wrong before are nobody's concern any more. */
function begin(observed: Observed, from: number): State {
  const {times, values} = observed;
  const rows = beginOf(observed, from);
  const nothing = {latest: null, last: null, run: null, impossible: null, backwards: null};
  const state: State = {...nothing, limits: limitsOf(observed, rows)};
  for (let i = 0; i < rows; i++) advance(observed, state, times[i]!, values[i]!);
  return {...state, impossible: null, backwards: null};
}

/** How far outside the physical range a value lies. */
const outside = ({min, max}: Observed, value: number): number =>
  Math.max((min ?? Number.NEGATIVE_INFINITY) - value, value - (max ?? Number.POSITIVE_INFINITY));

/**
 * Distance of two readings from which on some are missing: three at least, whatever their clocks are like; five at most,
 * and in between more than a series loses now and then.
 */
function longestStep(past: Float64Array, interval: number): number {
  const steps = past.subarray(1).map((time, i) => time - past[i]!);
  const usual = quantileSorted(steps.sort(), 0.999) || 0;
  return Math.min(5.5 * interval, Math.max(3.5 * interval, 1.5 * usual));
}

function limitsOf({times, values}: Observed, rows: number): Limits {
  const past = times.subarray(0, rows);
  const interval = usualInterval(rows < enough ? times : past);
  const longest = longestStep(past, interval);
  const {usual, limit} = stuckLimit(equalRuns(past, values.subarray(0, rows), longest).slice(0, -1));
  return {interval, longest, usual, stuck: limit};
}

/** @param from findings that were over before are not told, ms UTC */
function wordsOf({series, unit, min, max}: Observed, {interval, longest, usual, stuck}: Limits, from: number) {
  const finding = (rest: Omit<Finding, "series" | "detector">): Finding => ({series, detector: "system", ...rest});
  return {
    missing(heard: number | null, next: number, open: boolean): Finding[] {
      if (heard === null || !(next - heard > longest)) return [];
      const gap = next - heard;
      const stage = Math.max(1, stageFrom(gap, [3 * minute, 10 * minute, 60 * minute, 360 * minute])) as Stage;
      const reason =
        `${open ? "Silent for" : "No readings for"} ${duration(gap)}: ${Math.round(gap / interval) - 1} missing ` +
        `where one is due every ${duration(interval)}.`;
      const to = open ? next : next - interval;
      return [finding({time: heard + interval, to, stage, value: null, expected: null, reason})];
    },
    stuck({value, from: first, to}: NonNullable<State["run"]>): Finding[] {
      const length = to - first;
      if (to < from || length < stuck) return [];
      const stage = Math.max(2, stageFrom(length, [0, stuck, 2 * stuck, 4 * stuck])) as Stage;
      const reason =
        `Stuck at ${quantity(value, unit)} for ${duration(length)}; the longest that is usual is ` +
        `${duration(Math.max(usual, minute))}, the limit ${duration(stuck)}.`;
      return [finding({time: first, to, stage, value, expected: null, reason})];
    },
    impossible: ({from: first, to, worst}: NonNullable<State["impossible"]>): Finding =>
      finding({
        time: first,
        to,
        stage: 4,
        value: worst,
        expected: null,
        reason: `Impossible value ${quantity(worst, unit)}: the physical range is ${range(min, max, unit)}.`
      }),
    backwards: ({from: first, to, value, count}: NonNullable<State["backwards"]>): Finding =>
      finding({
        time: first,
        to: Math.max(first, to),
        stage: 2,
        value,
        expected: null,
        reason: `The clock went back: ${count} ${count === 1 ? "reading has" : "readings have"} a time before that of the one before.`
      })
  };
}

/** Stage of a duration by the lengths at which stages 1 to 4 begin. */
const stageFrom = (length: number, begins: readonly number[]): Stage =>
  begins.filter((limit) => length >= limit).length as Stage;
