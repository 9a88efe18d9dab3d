import type {Regular} from "../forecast/regular.ts";
import type {CriteriaVersion} from "./criteria-versions.ts";
import type {DetectorName, Finding} from "./finding.ts";

/** One series as detectors see it, with the past that their criteria come from. */
export interface Observed {
  series: string;
  unit: string;
  /** Physical range; null where none is declared. */
  min: number | null;
  max: number | null;
  /** How far local clocks are ahead of UTC, ms; hours, weekdays and nights are local. */
  offset: (time: number) => number;
  /** Readings in the order in which they came, ms UTC. */
  times: Float64Array;
  values: Float64Array;
  /** Means of 10 minutes, reaching further back than the readings. */
  tenMinutes: Regular;
  /** What each of them was expected to be the day before; NaN where nothing was. */
  expected: Regular;
  /** Versions of the criteria of the value detector, the oldest first. */
  criteria: CriteriaVersion[];
}

/** The period whose episodes are wanted, ms UTC, half-open; what came before it is history. */
export interface Period {
  from: number;
  to: number;
}

/** A detector on its way through a series, reading by reading. */
export interface Walk<State = unknown> {
  /** Takes the next reading, in the order in which they come; the findings that are over with it. */
  push(time: number, value: number): readonly Finding[];
  /** The findings that go on at an instant, which is that of the last reading or later. */
  open(now: number): readonly Finding[];
  /** Where the walk stands, as plain data that can be kept as JSON. */
  readonly state: State;
}

/** Finds episodes in one series. Pure, and walking forward only: criteria come from what was known before. */
export interface Detector<State = unknown> {
  name: DetectorName;
  title: string;
  /** What it looks at and by which criterion, in words for readers. */
  about: string;
  applies(series: string): boolean;
  /**
   * Begins at an instant, knowing what was observed before; with the state of another walk that began there, goes on
   * where that one stood, and needs nothing of what was observed but what is expected of later ten minutes.
   */
  walk(observed: Observed, from: number, state?: State): Walk<State>;
}

/** Episodes of a period, in order of time: a walk through its readings. */
export function detect<State>(detector: Detector<State>, observed: Observed, {from, to}: Period): Finding[] {
  const {times, values} = observed;
  const walk = detector.walk(observed, from);
  const found: Finding[] = [];
  for (let i = beginOf(observed, from); i < times.length; i++)
    if (times[i]! < to) for (const finding of walk.push(times[i]!, values[i]!)) found.push(finding);
  return [...found, ...walk.open(to)].sort((a, b) => a.time - b.time);
}

/** The first reading at or after an instant, in the order in which they came. */
export function beginOf({times}: Pick<Observed, "times">, from: number): number {
  let row = 0;
  while (row < times.length && !(times[row]! >= from)) row++;
  return row;
}

/** Whether a value lies in the physical range. */
export const isPossible = ({min, max}: Pick<Observed, "min" | "max">, value: number): boolean =>
  value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
