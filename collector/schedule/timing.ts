import {type Cron, nextOf, parseCron, previousOf} from "./cron.ts";

/** When a job is due: at an interval, or by the wall clock of a zone. */
export type Timing = {everyMs: number} | {at: string; timeZone: string};

const dayMs = 86_400_000;

/**
 * The newest instant at which a job was due, ms, not after `now`. Intervals that divide a day begin at UTC midnight, so
 * that no change of clocks skips or doubles a run; others begin at the last run. By the wall clock, a time that a change
 * of clocks skips is due as soon as it is over, and one that comes twice is due once; `*` hours go on as time does.
 *
 * @param last when the job last ran, ms; null when it never has, and is due
 */
export function dueBefore(timing: Timing, now: number, last: number | null): number {
  if ("at" in timing) return previousOf(cronOf(timing.at), timing.timeZone, now) ?? Number.NEGATIVE_INFINITY;
  if (dayMs % timing.everyMs === 0) return Math.floor(now / timing.everyMs) * timing.everyMs;
  if (last === null) return now;
  return last + Math.floor(Math.max(0, now - last) / timing.everyMs) * timing.everyMs;
}

/** The next instant at which a job is due, ms, after `now`; infinite for a date that never comes. */
export function dueAfter(timing: Timing, now: number, last: number | null): number {
  if ("at" in timing) return nextOf(cronOf(timing.at), timing.timeZone, now) ?? Number.POSITIVE_INFINITY;
  if (dayMs % timing.everyMs === 0) return (Math.floor(now / timing.everyMs) + 1) * timing.everyMs;
  return dueBefore(timing, now, last) + timing.everyMs;
}

/** The time between the newest instant at which a job was due and the next, ms. */
export function intervalAt(timing: Timing, now: number): number {
  const due = dueBefore(timing, now, now);
  return dueAfter(timing, due, due) - due;
}

/** Why a wall-clock expression cannot be used; null when it can. */
export function atMistake(at: string): string | null {
  try {
    return nextOf(parseCron(at), "UTC", 0) === null ? `comes at no time: ${at}` : null;
  } catch (error) {
    return (error as Error).message;
  }
}

const known = new Map<string, Cron>();

function cronOf(at: string): Cron {
  const cron = known.get(at) ?? parseCron(at);
  known.set(at, cron);
  return cron;
}
