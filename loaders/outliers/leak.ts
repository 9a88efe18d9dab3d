import {mean} from "../math/mean.ts";
import {raised} from "./night.ts";
import type {Night} from "./night-flow.ts";
import type {Stage} from "./stage.ts";

export interface LeakEstimate {
  stage: Stage;
  /** Mean of the last three nights and the reference before the leak, in the unit of flow. */
  value: number;
  reference: number;
  size: number;
  /** Instant of the night in which it began, ms UTC. */
  since: number;
  /** What escaped since then: flow above the reference times hours. */
  volume: number;
  nights: number;
}

/**
 * The leak that the latest nights speak of; null when the last three are not raised. It began in the night from which on
 * minima stay above the reference by an eighth of today's excess at least.
 */
export function leakNow(nights: Night[]): LeakEstimate | null {
  const run = raised(nights).at(-1);
  if (!run || nights.length - 1 - nights.indexOf(run.at(-1)!) > 2) return null;
  const {mean: value, reference, stage} = run.at(-1) as Night & {mean: number; reference: number};
  const size = value - reference;
  let first = nights.indexOf(run[0]!);
  while (first > 0 && above(nights, first - 1, reference + size / 8)) first--;
  const since = nights.slice(first);
  const excess = since.flatMap(({minimum}) => (minimum === null ? [] : Math.max(0, minimum - reference)));
  return {
    stage,
    value,
    reference,
    size,
    since: nights[first]!.time,
    volume: 24 * since.length * mean(excess),
    nights: since.length
  };
}

/** Whether three nights around one lie above a level in the mean. */
function above(nights: Night[], i: number, level: number): boolean {
  const around = nights.slice(Math.max(0, i - 1), i + 2).flatMap(({minimum}) => minimum ?? []);
  return around.length > 0 && mean(around) > level;
}
