import type {JobPlan} from "../../../collector/schedule/job-plans.ts";

/** What becomes of a run. */
export interface Fate {
  /** How long it takes, simulated ms. */
  ms: number;
  fails: boolean;
  /** It does not stop when it is told to; only jobs inside the process can. */
  ignores: boolean;
}

const minuteMs = 60_000;

/** Most runs are short; some outlast their interval, some their limit, some fail, and few do not stop when told to. */
export function fateOf({timing, limitMs, heavy}: JobPlan, random: () => number): Fate {
  const everyMs = Math.min("everyMs" in timing ? timing.everyMs : 60 * minuteMs, 60 * minuteMs);
  const kind = random();
  const share = random();
  const fails = random() < 0.06;
  if (kind < 0.03) return {ms: limitMs * (1.05 + share), fails, ignores: !heavy && random() < 0.5};
  if (kind < 0.1) return {ms: Math.min(everyMs * (1 + 2 * share), 0.9 * limitMs), fails, ignores: false};
  return {ms: everyMs * (0.02 + 0.3 * share), fails, ignores: false};
}
