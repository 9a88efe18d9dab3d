import type {Timing} from "../../../collector/schedule/timing.ts";

/** When a job is due, told apart from how the schedule computes it. */
export type DueMoments =
  /** Each multiple of an interval since 1970. */
  | {grid: number}
  /** So long after the last run began. */
  | {sinceLast: number}
  /** At these instants, ms UTC, ascending. */
  | {moments: number[]};

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Due moments of a timing from one instant to another; of expressions by the wall clock, those as `30 2 * * *` alone. */
export function dueMoments(timing: Timing, from: number, to: number): DueMoments {
  if ("everyMs" in timing) return dayMs % timing.everyMs === 0 ? {grid: timing.everyMs} : {sinceLast: timing.everyMs};
  const [, minute, hour] = /^(\d+) (\d+) \* \* \*$/.exec(timing.at) ?? [];
  if (minute === undefined) throw new Error(`no oracle for: ${timing.at}`);
  const {timeZone} = timing;
  const format = new Intl.DateTimeFormat("sv-SE", {timeZone, dateStyle: "short", timeStyle: "short"});
  const shown = `${hour!.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  const moments: number[] = [];
  const dates = new Set<string>();
  for (let time = Math.ceil(from / minuteMs) * minuteMs; time < to; time += minuteMs) {
    const [date, clock] = format.format(time).split(" ") as [string, string];
    if (clock !== shown || dates.has(date)) continue; // a time that comes twice counts once
    dates.add(date);
    moments.push(time);
  }
  return {moments};
}

/** The newest due moment, not after `time`. @param last when the job last ran */
export function dueAt(due: DueMoments, time: number, last: number): number {
  if ("grid" in due) return time - (time % due.grid);
  if ("sinceLast" in due) return last + Math.max(0, Math.floor((time - last) / due.sinceLast)) * due.sinceLast;
  return due.moments.findLast((moment) => moment <= time) ?? Number.NEGATIVE_INFINITY;
}

/** Time between the due moments around an instant, ms. */
export function intervalAt(due: DueMoments, time: number): number {
  if ("grid" in due) return due.grid;
  if ("sinceLast" in due) return due.sinceLast;
  return due.moments.find((moment) => moment > time)! - dueAt(due, time, time);
}
