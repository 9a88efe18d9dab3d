import type {Run} from "../catalog.ts";
import type {JobName, JobPlan} from "./job-plans.ts";
import {goesOn, type RunStore, retryPause} from "./scheduler.ts";
import {dueAfter, dueBefore, type Timing} from "./timing.ts";

/** How a job stands. Times are ISO, UTC. */
export interface JobStatus {
  name: JobName;
  about: string;
  /** `every 10m`, `at 30 2 * * * (Europe/Berlin)`, or in words. */
  when: string;
  limit_s: number;
  lastSuccess: string | null;
  /** How it failed since then the last time, how often, up to ten, and when it is tried again. */
  failed: {at: string; times: number; message: string; retry: string} | null;
  /** null when that depends on more than the time. */
  next: string | null;
  /** It should have run twice since its last success began. */
  late: boolean;
  /** What people should know of; null when it goes as it should. */
  problem: string | null;
}

/** A job that failed so often in a row is told of. */
const oftenTimes = 3;

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000]
] as const;

/** How a job stands at an instant, ms. */
export function statusOf(
  {name, about, timing, limitMs, asked}: JobPlan,
  catalog: Pick<RunStore, "lastSuccess" | "failures"> | null,
  now: number
): JobStatus {
  const success = catalog?.lastSuccess(name);
  const failures = catalog?.failures(name) ?? [];
  const last = success?.startedAt ?? null;
  const failed = failures.at(-1);
  const due = dueBefore(timing, now, last);
  const late = !asked && success !== undefined && success.startedAt < dueBefore(timing, due - 1, last);
  return {
    name,
    about,
    when: asked ? "when there is something to do" : whenText(timing),
    limit_s: limitMs / 1000,
    lastSuccess: success ? iso(success.endedAt) : null,
    failed: failed
      ? {
          at: iso(failed.endedAt),
          times: failures.length,
          message: failed.message,
          retry: iso(failed.endedAt + retryPause(failures.length))
        }
      : null,
    next: asked ? null : isoOrNull(dueAfter(timing, now, last)),
    late,
    problem: problemOf(name, {late, success, failures})
  };
}

function problemOf(
  name: string,
  {late, success, failures}: {late: boolean; success: Run | undefined; failures: readonly Run[]}
): string | null {
  const failed = failures.at(-1);
  const reasons = [
    ...(failed && (failures.length >= oftenTimes || goesOn(failed))
      ? [goesOn(failed) ? failed.message : `failed ${failures.length} times: ${failed.message.split("\n")[0]}`]
      : []),
    ...(late ? [`late, its last success began ${iso(success!.startedAt)}`] : [])
  ];
  return reasons.length ? `job ${name}: ${reasons.join("; ")} (see: weir jobs explain ${name})` : null;
}

export const whenText = (timing: Timing): string =>
  "at" in timing ? `at ${timing.at} (${timing.timeZone})` : `every ${durationText(timing.everyMs)}`;

/** As in `10m`: the largest unit that leaves no fraction. */
export function durationText(ms: number): string {
  const [unit, size] = units.find(([, size]) => ms % size === 0) ?? ["s", 1000];
  return `${ms / size}${unit}`;
}

const iso = (time: number): string => new Date(time).toISOString();
const isoOrNull = (time: number): string | null => (Number.isFinite(time) ? iso(time) : null);
