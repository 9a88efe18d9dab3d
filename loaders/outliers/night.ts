import type {Regular} from "../forecast/regular.ts";
import {beginOf, type Detector, isPossible, type Observed} from "./detector.ts";
import type {Finding} from "./finding.ts";
import {addNight, firstNight, type Night, type NightHistory, nightHistory, nightOf} from "./night-flow.ts";
import type {Stage} from "./stage.ts";
import {TenMinuteMeans, type TenMinuteState, tenMinuteOf} from "./ten-minute-means.ts";
import {against, number, quantity} from "./words.ts";

const tenMinuteMs = 600_000;
const slots = 86_400_000 / tenMinuteMs;
/** Nights that do not end a run of raised ones. */
const mostQuiet = 2;

/** Where a walk stands, as plain data. */
export interface NightState {
  /** The first night of the past, in days. */
  first: number;
  past: NightHistory;
  means: TenMinuteState;
  /** Means of ten minutes, the last day's and as many as have passed since the last night; null is a gap. */
  recent: (number | null)[];
}

/** Minimum night flow: what still runs when nobody draws water leaks. */
export const night: Detector<NightState> = {
  name: "night",
  title: "Night minimum",
  about:
    "The lowest hour between 22:00 and 5:00, mean of three nights, against the median of 28 nights that end two weeks " +
    "before, moved with the season as far as nights have followed daytime draws; nights in alarm are no reference. Stages " +
    "by how far that has erred. An episode holds stage 2.",
  applies: (series) => series.endsWith("/flow"),
  walk(observed, from, state = begin(observed, from)) {
    const {offset} = observed;
    const {first, past, recent} = structuredClone(state);
    const means = new TenMinuteMeans(state.means);
    let next = nightAfter(past);
    let found: Finding[] = [];
    const take = (slot: number, mean: number): void => {
      recent.push(orNull(mean));
      if (slot + tenMinuteMs < next.end) return;
      recent.splice(0, recent.length - slots);
      addNight(past, next, endingAt(slot + tenMinuteMs, recent));
      next = nightAfter(past);
      const run = raised(past.nights).at(-1);
      const isOver = run && quietAfter(run, past.nights) === mostQuiet + 1;
      if (isOver && run.at(-1)!.end >= from) found.push(findingOf(observed, run));
    };
    return {
      push(time, value) {
        found = [];
        means.push(time, isPossible(observed, value) ? value : Number.NaN, take);
        return found;
      },
      open() {
        const run = raised(past.nights).at(-1);
        return run && quietAfter(run, past.nights) <= mostQuiet ? [findingOf(observed, run)] : [];
      },
      get state() {
        return structuredClone({first, past, means: means.state, recent});
      }
    };

    function nightAfter({nights}: NightHistory) {
      return nightOf(first + nights.length, offset);
    }
  }
};

/** Runs of nights at stage 2 or more; a night or two in between that cannot be judged or calm down do not end one. */
export function raised(nights: Night[]): Night[][] {
  const runs: Night[][] = [];
  let quiet = Number.POSITIVE_INFINITY;
  for (const night of nights) {
    if (night.stage < 2) quiet++;
    else {
      if (quiet > mostQuiet) runs.push([]);
      runs.at(-1)!.push(night);
      quiet = 0;
    }
  }
  return runs;
}

function findingOf({series, unit}: Observed, run: Night[]): Finding {
  const worst = run.reduce((a, b) => (b.mean! / b.reference! > a.mean! / a.reference! ? b : a));
  const last = run.at(-1)!;
  const {mean, reference, limits} = worst as {mean: number; reference: number; limits: number[]};
  return {
    time: run[0]!.time,
    to: last.end,
    series,
    detector: "night",
    stage: Math.max(...run.map(({stage}) => stage)) as Stage,
    value: mean,
    expected: reference,
    reason:
      `Night minimum ${quantity(mean, unit)}, mean of three nights, is ${against(mean, reference)} the reference of ` +
      `${number(reference)} (99 % bound ${number(limits[3]!)}); raised for ${run.length} ${run.length === 1 ? "night" : "nights"}.`
  };
}

const orNull = (mean: number): number | null => (Number.isNaN(mean) ? null : mean);

/** Nights after the last one of a run. */
const quietAfter = (run: Night[], nights: Night[]): number => nights.length - 1 - nights.indexOf(run.at(-1)!);

/** Ten-minute means of the latest day up to an instant. */
const endingAt = (end: number, recent: (number | null)[]): Regular => ({
  start: end - recent.length * tenMinuteMs,
  step: tenMinuteMs,
  values: Float64Array.from(recent, (mean) => mean ?? Number.NaN)
});

/** What is known at an instant. */
function begin(observed: Observed, from: number): NightState {
  const {tenMinutes, offset, times, values} = observed;
  const begun = tenMinuteOf(from);
  const rows = Math.max(0, Math.round((begun - tenMinutes.start) / tenMinuteMs));
  const before = {...tenMinutes, values: tenMinutes.values.subarray(0, rows)};
  const means = new TenMinuteMeans({slot: begun});
  for (let i = beginOf(observed, begun); i < times.length && times[i]! < from; i++)
    means.push(times[i]!, isPossible(observed, values[i]!) ? values[i]! : Number.NaN, () => {});
  return {
    first: firstNight(tenMinutes.values.length ? tenMinutes.start : from, offset),
    past: before.values.length ? nightHistory(before, offset, begun) : {nights: [], draws: [], errors: []},
    means: means.state,
    recent: Array.from({length: slots}, (_, i) => before.values[rows - slots + i] ?? Number.NaN).map(orNull)
  };
}
