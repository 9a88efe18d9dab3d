import {Judge, type JudgeState} from "./criteria.ts";
import {asThen, type CriteriaVersion, versionAt} from "./criteria-versions.ts";
import {beginOf, type Detector, isPossible, type Observed} from "./detector.ts";
import {type Episode, Episodes, type JudgedRow, stageHeld, usualSeverity} from "./episodes.ts";
import type {Finding} from "./finding.ts";
import {hourOfWeek} from "./hour-of-week.ts";
import {TrailingLevel, type TrailingLevelState} from "./trailing-level.ts";
import {usualInterval} from "./usual-interval.ts";
import {against, duration, number, quantity} from "./words.ts";

/** Episodes are listed when they are worse than what is seen once in this time. */
const usualEvery = 14 * 86_400_000;
const judging = {rate: 0.002};
const none: readonly Finding[] = [];

interface Row extends JudgedRow {
  value: number;
  expected: number;
  /** The bound of stage 4 on the value's side. */
  bound: number;
  version: Pick<CriteriaVersion, "source" | "validFrom">;
}

interface State {
  level: TrailingLevelState;
  judge: JudgeState;
  episode: Episode<Row> | null;
  /** Usual time between two readings, ms. */
  interval: number;
  /** Episodes have to be more severe to be told. */
  usual: number;
}

/** Readings against what is usual at their hour of the week. */
export const value: Detector<State> = {
  name: "value",
  title: "Value",
  about:
    "Each reading against the criteria that held then: typical values at first, then the empirical quantiles of each local " +
    "hour of the week in the quarter of the year before (relative to the level of the two weeks before, where that tells " +
    "more), slowly corrected so that each stage keeps its share. Listed are episodes that last longer or go further than " +
    "what the months before show once in two weeks.",
  applies: () => true,
  walk(observed, from, state = begin(observed, from)) {
    const steps = stepsOf(observed, state);
    const {interval, usual} = state;
    const told = (episode: Episode<Row> | null): readonly Finding[] =>
      episode && episode.to >= from && episode.severity > usual ? [findingOf(observed, interval, episode)] : none;
    return {
      push: (time, reading) => told(steps.push(time, reading)),
      open: () => told(steps.open),
      get state() {
        return {...steps.state, interval, usual};
      }
    };
  }
};

/** Walks through what was before an instant. */
function begin(observed: Observed, from: number): State {
  const {times, values} = observed;
  const end = beginOf(observed, from);
  const steps = stepsOf(observed);
  const past: number[] = [];
  for (let i = 0; i < end; i++) {
    const episode = steps.push(times[i]!, values[i]!);
    if (episode) past.push(episode.severity);
  }
  const interval = usualInterval(times.subarray(0, end));
  return {
    ...steps.state,
    interval,
    usual: usualSeverity(past, {rows: steps.judged, every: usualEvery / interval})
  };
}

/** Judges reading by reading; a push tells of the episode that is over with it. */
function stepsOf(observed: Observed, state?: State) {
  const level = new TrailingLevel(state?.level);
  const judge = new Judge(judging, state?.judge);
  const episodes = new Episodes<Row>({}, state?.episode);
  let judged = 0;
  return {
    push(time: number, value: number): Episode<Row> | null {
      const reading = isPossible(observed, value) ? value : Number.NaN;
      const present = level.push(time, reading);
      const version = versionAt(observed.criteria, time);
      const criterion = version?.criteria[hourOfWeek(time + observed.offset(time))];
      if (!version || !criterion) return episodes.push(quiet);
      judged++;
      const verdict = judge.push(asThen(version, reading, present), criterion);
      if (verdict.stage === 0) return episodes.push(quiet);
      const now = version.level === null ? 1 : present / version.level;
      const expected = now * criterion.median;
      const bound = now * (reading < expected ? criterion.low[3]! : criterion.high[3]!);
      const {source, validFrom} = version;
      return episodes.push({time, ...verdict, value, expected, bound, version: {source, validFrom}});
    },
    get open() {
      return episodes.open;
    },
    get judged() {
      return judged;
    },
    get state() {
      return {level: level.state, judge: judge.state, episode: structuredClone(episodes.open)};
    }
  };
}

const quiet = {stage: 0} as Row;

/** @param interval usual time between two readings, ms */
function findingOf(observed: Observed, interval: number, episode: Episode<Row>): Finding {
  const {value, expected, bound, version} = episode.worst;
  return {
    time: episode.from,
    to: episode.to,
    series: observed.series,
    detector: "value",
    stage: stageHeld(episode),
    value,
    expected,
    reason:
      `${quantity(value, observed.unit)} is ${against(value, expected)} the ${number(expected)} usual at this hour of the week ` +
      `(99 % bound ${number(bound)} by the ${criteriaName(version)}), for ${duration(episode.to - episode.from + interval)}.`
  };
}

/** What readers know a version by. */
const criteriaName = ({source, validFrom}: Row["version"]): string =>
  source === "seed" ? "seed criteria" : `criteria of ${new Date(validFrom).toISOString().slice(0, 10)}`;
