import type {Regular} from "../forecast/regular.ts";
import {beginOf, type Detector, type Observed, type Walk} from "./detector.ts";
import type {DetectorName} from "./finding.ts";
import {detectors} from "./index.ts";

/** One series and where every detector's walk stood a while before its past ends; all but `offset` may be serialised. */
export interface WalkSeed {
  source: string;
  /** Of readings and of what was expected, only what lies after `from`: a year of them would be megabytes. */
  observed: Omit<Observed, "offset">;
  /** Where the walks stand, ms UTC: what has been found since is found again on the way through the readings. */
  from: number;
  states: Partial<Record<DetectorName, unknown>>;
}

/** How long before the end of the past that is, ms. */
export const lookBack = 3_600_000;

/** Walks through the past of a series but for its last hour. */
export function seedWalks(source: string, observed: Observed, now: number): WalkSeed {
  const from = Math.min(now, observed.times.at(-1) ?? now) - lookBack;
  const states = Object.fromEntries(walksOf(observed, from).map(([name, walk]) => [name, walk.state]));
  return {source, observed: since(observed, from), from, states};
}

/** What walks that have a state need of a series. */
function since(
  {offset: _, times, values, tenMinutes, expected, ...rest}: Observed,
  from: number
): WalkSeed["observed"] {
  const begin = beginOf({times}, from);
  return {
    ...rest,
    times: times.slice(begin),
    values: values.slice(begin),
    tenMinutes: regularSince(tenMinutes, from),
    expected: regularSince(expected, from)
  };
}

function regularSince({start, step, values}: Regular, from: number): Regular {
  const row = Math.min(values.length, Math.max(0, Math.floor((from - start) / step)));
  return {start: start + row * step, step, values: values.slice(row)};
}

/** The walks of a series, from where their states say. */
export const walksOf = (observed: Observed, from: number, states: WalkSeed["states"] = {}): [DetectorName, Walk][] =>
  detectors
    .filter(({applies}) => applies(observed.series))
    .map((detector: Detector) => [detector.name, detector.walk(observed, from, states[detector.name])]);
