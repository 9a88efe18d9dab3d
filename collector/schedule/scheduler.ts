import type {Run} from "../catalog.ts";
import {dueAfter, dueBefore, intervalAt, type Timing} from "./timing.ts";

export interface Job {
  name: string;
  timing: Timing;
  /** A run is stopped after this time, ms. */
  limitMs: number;
  /** One of these at a time: they take a processor each. */
  heavy: boolean;
  /** Resolves to what was done, in a few words; to null when there is nothing to be done yet, which counts for nothing. */
  run(signal: AbortSignal): Promise<string | null>;
}

/** What outlives the process: the runs of all jobs. */
export interface RunStore {
  /** The run that was recorded last among those that succeeded. */
  lastSuccess(job: string): Run | undefined;
  /** Failures recorded since, the newest last. */
  failures(job: string): Run[];
  /** Keeps a run; one that was recorded as a failure before it ended is recorded again when it has. */
  addRun(run: Run): void;
}

/** Who is told of runs. */
export interface Told {
  /** A run has ended, and was recorded. */
  ended?(run: Run): void;
  /** A run goes on past its limit though it was told to stop, which was recorded. */
  overran?(run: Run): void;
}

export interface Clock {
  /** Wall clock, ms UTC: may jump. */
  now(): number;
  /** Never goes back, ms. */
  monotonic(): number;
}

interface Running {
  job: Job;
  controller: AbortController;
  /** When it began, by both clocks, ms. */
  wall: number;
  monotonic: number;
  /** It goes on past its limit, and that was told. */
  overran: boolean;
  done: Promise<void>;
}

/** After a failure, a job is tried again so soon, then in twice the time, ms. */
const [firstRetryMs, lastRetryMs] = [30_000, 1_800_000];
/** With nothing to be done, a job is asked again, ms. */
const idleMs = 60_000;

/** A run that was told to stop is given so long before it is said not to, ms. */
const stopsWithinMs = 10_000;

/** Clocks that differ by more have not merely drifted, ms. */
const jumpMs = 5000;

const goingOn = "goes on past its limit";

/** Whether a recorded failure is that of a run which has not ended. */
export const goesOn = ({ok, message}: Run): boolean => !ok && message.startsWith(goingOn);

const realClock: Clock = {now: Date.now, monotonic: () => performance.now()};

/**
 * Runs jobs when they are due, one run of each at a time. What was missed, while the process was away or a run took too
 * long, is made up once. A failed run is tried again, at first soon; a run that a crash cut short is as one that never was.
 * One that takes too long is told to stop, and told of when it does not.
 */
export class Scheduler {
  readonly #jobs: ReadonlyMap<string, Job>;
  readonly #running = new Map<string, Running>();
  /** Jobs that are due, the longest first. */
  readonly #waiting = new Set<Job>();
  /** Monotonic times before which a job that had nothing to do is left alone. */
  readonly #idle = new Map<string, number>();
  /** When each job last began, by both clocks, ms. */
  readonly #begun = new Map<string, {wall: number; monotonic: number}>();
  #stopped = false;

  constructor(
    jobs: readonly Job[],
    private readonly store: RunStore,
    private readonly told: Told = {},
    private readonly clock: Clock = realClock
  ) {
    this.#jobs = new Map(jobs.map((job) => [job.name, job]));
  }

  /**
   * Starts what is due, and stops what takes too long. Call it often: every second. Of heavy jobs, the one that waits
   * longest is next; of those that are due at the same time, the first in the list.
   */
  tick(): void {
    for (const running of this.#running.values()) this.#limit(running);
    for (const job of this.#jobs.values())
      if (this.#mayStart(job) && this.#isDue(job)) this.#waiting.add(job);
      else this.#waiting.delete(job);
    for (const job of [...this.#waiting]) if (this.#hasRoom(job)) void this.#start(job);
  }

  /** Runs a job now, due or not; the run under way, where there is one. */
  run(name: string): Promise<void> {
    const job = this.#jobs.get(name);
    if (!job) throw new Error(`no such job: ${name} (there are ${[...this.#jobs.keys()].join(", ")})`);
    return this.#running.get(name)?.done ?? (this.#stopped ? Promise.resolve() : this.#start(job));
  }

  /** Names of the jobs that run. */
  get running(): string[] {
    return [...this.#running.keys()];
  }

  /** Whether a job runs, or is due and waits for its turn. */
  isPending(name: string): boolean {
    return this.#running.has(name) || [...this.#waiting].some((job) => job.name === name);
  }

  /** Starts nothing more, stops what runs, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const {controller} of this.#running.values()) controller.abort(new Error("stopped"));
    await Promise.all([...this.#running.values()].map(({done}) => done));
  }

  #hasRoom({heavy}: Job): boolean {
    return !heavy || ![...this.#running.values()].some(({job}) => job.heavy);
  }

  #mayStart({name}: Job): boolean {
    if (this.#stopped || this.#running.has(name)) return false;
    return this.clock.monotonic() >= (this.#idle.get(name) ?? Number.NEGATIVE_INFINITY);
  }

  #isDue({name, timing}: Job): boolean {
    const now = this.clock.now();
    const success = this.store.lastSuccess(name);
    if (success && this.#ranJustNow(name, timing, success.startedAt)) return false;
    return isDue(timing, {now, success, failures: this.store.failures(name)});
  }

  /** Whether the wall clock has jumped since a job began, and truly not half of its interval has passed. */
  #ranJustNow(name: string, timing: Timing, startedAt: number): boolean {
    const begun = this.#begun.get(name);
    if (begun?.wall !== startedAt) return false;
    const passed = this.clock.monotonic() - begun.monotonic;
    if (Math.abs(this.clock.now() - begun.wall - passed) < jumpMs) return false;
    return passed < intervalAt(timing, startedAt) / 2;
  }

  #start(job: Job): Promise<void> {
    const begun = {wall: this.clock.now(), monotonic: this.clock.monotonic()};
    this.#begun.set(job.name, begun);
    this.#waiting.delete(job);
    const running = {job, controller: new AbortController(), ...begun, overran: false, done: Promise.resolve()};
    this.#running.set(job.name, running);
    running.done = this.#perform(running).finally(() => this.#running.delete(job.name));
    return running.done;
  }

  async #perform(running: Running): Promise<void> {
    const {job, controller, wall: startedAt} = running;
    const work = new Promise<string | null>((resolve) => resolve(job.run(controller.signal)));
    const outcome = await work.then(
      (message) => message !== null && {ok: true, message},
      (error: Error) => ({
        ok: false,
        message: controller.signal.aborted ? controller.signal.reason.message : error.message
      })
    );
    const succeeded = outcome ? outcome.ok : false;
    if (this.#stopped && !succeeded) return; // cut short: the next start makes it up
    if (!outcome) {
      this.#idle.set(job.name, this.clock.monotonic() + idleMs);
      return;
    }
    const result = {job: job.name, startedAt, endedAt: this.clock.now(), ...outcome};
    this.store.addRun(result);
    this.told.ended?.(result);
  }

  /** Tells a run that takes too long to stop, and tells of it when it does not. */
  #limit(running: Running): void {
    const {job, controller, wall: startedAt, monotonic, overran} = running;
    const pastMs = this.clock.monotonic() - monotonic - job.limitMs;
    if (pastMs < 0 || overran) return;
    const limit = `${job.limitMs / 1000} s`;
    if (!controller.signal.aborted) controller.abort(new Error(`took longer than ${limit}`));
    if (pastMs < stopsWithinMs) return;
    running.overran = true;
    const message = `${goingOn} of ${limit}, though it was told to stop`;
    const result = {job: job.name, startedAt, endedAt: this.clock.now(), ok: false, message};
    this.store.addRun(result);
    this.told.overran?.(result);
  }
}

/** After so many failures in a row a job is left alone for so long, ms. */
export const retryPause = (failures: number): number => Math.min(lastRetryMs, firstRetryMs * 2 ** (failures - 1));

/**
 * Whether a job has to run: it was due since its last success began, and the last failure is long enough ago. After the
 * clock was put back by more than the time between two runs, what seems to lie ahead counts for nothing.
 */
export function isDue(
  timing: Timing,
  {now, success, failures}: {now: number; success: Run | undefined; failures: readonly Run[]}
): boolean {
  const failed = failures.at(-1);
  if (failed && failed.endedAt <= now && now < failed.endedAt + retryPause(failures.length)) return false;
  if (!success) return true;
  const due = dueBefore(timing, now, success.startedAt);
  if (success.startedAt <= now) return due > success.startedAt;
  return success.startedAt - now >= dueAfter(timing, now, success.startedAt) - due;
}
