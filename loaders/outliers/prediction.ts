import {type Scale, scaleBy, shiftOf} from "../forecast/scale.ts";
import {type Criterion, deriveCriteria, Judge, type JudgeState} from "./criteria.ts";
import {beginOf, type Detector, isPossible, type Observed} from "./detector.ts";
import {type Episode, Episodes, type JudgedRow, stageHeld, usualSeverity} from "./episodes.ts";
import type {Finding} from "./finding.ts";
import {TenMinuteMeans, type TenMinuteState, tenMinuteOf} from "./ten-minute-means.ts";
import {against, duration, number, quantity} from "./words.ts";

const hourMs = 3_600_000;
const hoursOfDay = 24;
/** Episodes are listed when they are worse than what is seen once in this time. */
const usualEvery = 14 * 24 * hourMs;
const judging = {rate: 0.01, patience: 12};
const joining = {gap: 2};

interface Row extends JudgedRow {
  value: number;
  expected: number;
}

/** Where a walk stands, as plain data. */
interface State {
  errors: Errors;
  means: TenMinuteState;
  judge: JudgeState;
  episode: Episode<Row> | null;
  /** Episodes have to be more severe to be told. */
  usual: number;
}

/** Ten-minute means against what was forecast for them the day before. */
export const prediction: Detector<State> = {
  name: "prediction",
  title: "Prediction",
  about:
    "Means of ten minutes against the forecast made the day before; the residual against the empirical quantiles of past " +
    "residuals at the same local hour, slowly corrected so that each stage keeps its share. Listed " +
    "are episodes that last longer or go further than what the months before show once in two weeks.",
  applies: () => true,
  walk(observed, from, state) {
    const {errors, means: slots, judge, episode, usual} = state ?? begin(observed, from);
    const means = new TenMinuteMeans(slots);
    const steps = stepsOf(observed, errors, {judge, episode});
    const told = (episode: Episode<Row> | null): Finding[] =>
      episode && episode.to >= tenMinuteOf(from) && episode.severity > usual ? [findingOf(observed, episode)] : [];
    let found: Finding[] = [];
    const take = (slot: number, mean: number) => void found.push(...told(steps.push(slot, mean)));
    return {
      push(time, value) {
        found = [];
        means.push(time, isPossible(observed, value) ? value : Number.NaN, take);
        return found;
      },
      open: () => told(steps.open),
      get state() {
        return {...steps.state, errors, means: means.state, usual};
      }
    };
  }
};

/** The band that 90 % of past errors would put around what was expected, row by row; NaN where none is known. */
export function expectedBand(observed: Observed, from: number): {lo90: Float64Array; hi90: Float64Array} {
  const {start, step, values} = observed.expected;
  const {errors} = pastErrors(observed, from);
  const scale = scaleIn(errors);
  const edge = (side: "low" | "high") =>
    values.map((value, i) => {
      const criterion = errors.criteria[hourOf(start + i * step, observed.offset)];
      return scale.from(scale.to(value) + (criterion?.[side][0] ?? Number.NaN));
    });
  return {lo90: edge("low"), hi90: edge("high")};
}

/** What was known of errors at an instant. */
interface Errors {
  /** Of the scale on which residuals are taken. */
  shift: number | null;
  /** The lowest value that is told from lower ones on that scale; null where all are. */
  floor: number | null;
  /** By local hour. */
  criteria: (Criterion | null)[];
}

/** Also the number of rows of what was expected before that instant. */
function pastErrors({tenMinutes: actual, expected, offset}: Observed, from: number): {errors: Errors; rows: number} {
  const begun = tenMinuteOf(from);
  const rows = (start: number) => Math.max(0, Math.round((begun - start) / actual.step));
  const known = actual.values.subarray(0, rows(actual.start)).filter(Number.isFinite);
  const shift = shiftOf(known);
  // Later values may be zero or negative where none was: a tenth of the lowest is as low as the scale goes.
  const floor = Number.isFinite(scaleBy(shift).to(0)) ? null : known.reduce((a, b) => Math.min(a, b)) / 10;
  const scale = scaleIn({shift, floor});
  const ahead = Math.round((expected.start - actual.start) / actual.step);
  const past = expected.values
    .subarray(0, rows(expected.start))
    .map((value, i) => scale.to(actual.values[i + ahead] ?? Number.NaN) - scale.to(value));
  const hours = past.map((_, i) => hourOf(expected.start + i * expected.step, offset));
  return {errors: {shift, floor, criteria: deriveCriteria(past, hours, hoursOfDay)}, rows: past.length};
}

const hourOf = (time: number, offset: Observed["offset"]): number =>
  Math.floor((time + offset(time)) / hourMs) % hoursOfDay;

function scaleIn({shift, floor}: Omit<Errors, "criteria">): Scale {
  const scale = scaleBy(shift);
  return floor === null ? scale : {...scale, to: (value) => scale.to(Math.max(value, floor))};
}

/** Walks through what was before an instant. */
function begin(observed: Observed, from: number): State {
  const {tenMinutes, expected, times, values} = observed;
  const {errors, rows} = pastErrors(observed, from);
  const steps = stepsOf(observed, errors);
  const severities: number[] = [];
  for (let i = 0; i < rows; i++) {
    const slot = expected.start + i * expected.step;
    const episode = steps.push(slot, tenMinutes.values[Math.round((slot - tenMinutes.start) / expected.step)]);
    if (episode) severities.push(episode.severity);
  }
  const means = new TenMinuteMeans({slot: tenMinuteOf(from)});
  for (let i = beginOf(observed, tenMinuteOf(from)); i < times.length && times[i]! < from; i++)
    means.push(times[i]!, isPossible(observed, values[i]!) ? values[i]! : Number.NaN, () => {});
  const every = usualEvery / expected.step;
  return {...steps.state, errors, means: means.state, usual: usualSeverity(severities, {rows, every})};
}

/** Judges ten minutes by ten minutes; a push tells of the episode that is over with them. */
function stepsOf({expected, offset}: Observed, errors: Errors, state?: Pick<State, "judge" | "episode">) {
  const scale = scaleIn(errors);
  const judge = new Judge(judging, state?.judge);
  const episodes = new Episodes<Row>(joining, state?.episode);
  return {
    push(time: number, value = Number.NaN): Episode<Row> | null {
      const forecast = expected.values[Math.round((time - expected.start) / expected.step)] ?? Number.NaN;
      const verdict = judge.push(scale.to(value) - scale.to(forecast), errors.criteria[hourOf(time, offset)]);
      return episodes.push({time, ...verdict, value, expected: forecast});
    },
    get open() {
      return episodes.open;
    },
    get state() {
      return {judge: judge.state, episode: structuredClone(episodes.open)};
    }
  };
}

function findingOf({series, unit, expected: {step}}: Observed, episode: Episode<Row>): Finding {
  const {value, expected, excess} = episode.worst;
  return {
    time: episode.from,
    to: episode.to,
    series,
    detector: "prediction",
    stage: stageHeld(episode),
    value,
    expected,
    reason:
      `${quantity(value, unit)} is ${against(value, expected)} the ${number(expected)} forecast the day before, ` +
      `for ${duration(episode.to - episode.from + step)}; ${number(excess)} times the 99 % bound of past errors.`
  };
}
