import {type DueMoments, dueAt, intervalAt} from "./due-moments.ts";
import type {JournalLine} from "./journal.ts";

/** What is promised of a job. */
export interface Promised {
  name: string;
  due: DueMoments;
  limitMs: number;
  heavy: boolean;
}

/** Broken promises, in words that say when. */
export interface Verdict {
  /** A job ran beside itself, or two heavy ones beside each other. */
  overlaps: string[];
  /** A due moment was served again. */
  doubled: string[];
  /** A job ran though nothing was due, or too soon after a failure. */
  unasked: string[];
  /** Nothing kept a job that was due from running, but it did not. */
  late: string[];
  /** A run went on past its limit without being stopped or told of. */
  unlimited: string[];
  /** A run that was recorded is not in the catalog later, or the other way round. */
  forgotten: string[];
  counts: {runs: number; successes: number; failures: number; cutShort: number; stopped: number; dueMoments: number};
}

interface RunState {
  run: number;
  at: number;
  wall: number;
  abortedAt: number | null;
  told: boolean;
}

interface Success {
  startedAt: number;
  /** By how much the wall clock was set when it began, and the clock that only goes forward, ms. */
  setBy: number;
  at: number;
  life: number;
  /** The job began again since. */
  followed: boolean;
}

type Line<What> = Extract<JournalLine, {what: What}>;

/** Pauses after a failure, with nothing to do, and after being told to stop, ms. */
const [firstRetryMs, lastRetryMs, idleMs, stopsWithinMs] = [30_000, 1_800_000, 60_000, 10_000];
/** The wall clock was set when it is off by more. Between these bounds the oracle has no opinion, ms. */
const [surelyDrift, surelySet] = [3000, 7000];
/** Readings of a clock for the same event differ by less, ms. */
const readingMs = 60_000;

/** Judges what a schedule did, from its journal alone. */
export function judge(lines: readonly JournalLine[], promised: readonly Promised[]): Verdict {
  const oracle = new Oracle(promised);
  for (const line of lines) oracle.take(line);
  return oracle.verdict;
}

class Oracle {
  readonly verdict: Verdict = {
    overlaps: [],
    doubled: [],
    unasked: [],
    late: [],
    unlimited: [],
    forgotten: [],
    counts: {runs: 0, successes: 0, failures: 0, cutShort: 0, stopped: 0, dueMoments: 0}
  };
  readonly #promised: Map<string, Promised>;
  readonly #running = new Map<string, RunState>();
  readonly #successes = new Map<string, Success>();
  readonly #failures = new Map<string, {times: number; endedAt: number}>();
  readonly #idleUntil = new Map<string, number>();
  /** Runs that ended well and are not recorded yet. */
  readonly #unrecorded = new Map<string, {at: number; wall: number}>();
  /** Which life began a run. */
  readonly #owners = new Map<number, number>();
  /** Runs whose processes outlived them beside others. */
  readonly #left = new Set<number>();
  #life = 0;
  #lastTick: {at: number; wall: number; owed: string[]} | null = null;

  constructor(promised: readonly Promised[]) {
    this.#promised = new Map(promised.map((one) => [one.name, one]));
  }

  take(line: JournalLine): void {
    if (line.what === "start") this.#start(line);
    else if (line.what === "tick") this.#tick(line);
    else if (line.what === "begin") this.#begin(line);
    else if (line.what === "works") this.#works(line);
    else if (line.what === "end") this.#end(line);
    else if (line.what === "recorded") this.#recorded(line);
    else if (line.what === "overran") this.#overran(line);
    else this.#abort(line);
  }

  #start({life, successes, failures, at}: Line<"start">): void {
    this.verdict.counts.cutShort += this.#running.size;
    for (const {name} of this.#promised.values()) {
      const [known, said] = [this.#successes.get(name)?.startedAt, successes[name]];
      const unrecorded = this.#unrecorded.get(name);
      if (known !== said && unrecorded && said !== undefined && Math.abs(said - unrecorded.wall) < readingMs)
        this.#serve(name, said, unrecorded); // the kill came between record and journal
      else if (known !== said) this.verdict.forgotten.push(`${name} at ${at}: ${said} instead of ${known}`);
    }
    this.#running.clear();
    this.#idleUntil.clear();
    this.#unrecorded.clear();
    this.#failures.clear();
    for (const [name, failure] of Object.entries(failures)) this.#failures.set(name, failure);
    this.#life = life;
    this.#lastTick = null;
  }

  #tick({at, wall}: Line<"tick">): void {
    const owed = [...this.#promised.values()].filter((one) => this.#isFree(one, at, wall, "surely"));
    const names = owed.map(({name, heavy}) => (heavy ? "one that is heavy" : name));
    for (const name of new Set(names))
      if (this.#lastTick?.owed.includes(name)) this.verdict.late.push(`${name} at ${at}, ${iso(wall)}`);
    for (const [name, {at: begunAt, abortedAt, told}] of this.#running) {
      const past = (this.#lastTick?.at ?? 0) - begunAt - this.#promised.get(name)!.limitMs;
      if (past >= 0 && abortedAt === null) this.verdict.unlimited.push(`${name} at ${at} not stopped`);
      if (past >= stopsWithinMs && !told) this.verdict.unlimited.push(`${name} at ${at} not told of`);
    }
    this.#countDue(wall);
    this.#lastTick = {at, wall, owed: names};
  }

  #begin({job, run, at, wall}: Line<"begin">): void {
    const one = this.#promised.get(job)!;
    this.verdict.counts.runs++;
    if (this.#running.has(job)) this.verdict.overlaps.push(`${job} at ${at}: run ${run} beside itself`);
    if (one.heavy) for (const other of this.#heavyBeside(job)) this.verdict.overlaps.push(`${job} at ${at}: ${other}`);
    const walls = [wall, ...(this.#lastTick ? [this.#lastTick.wall] : [])];
    if (!walls.some((time) => this.#isOwed(one, at, time, "maybe")))
      this.verdict.unasked.push(`${job} at ${at}, ${iso(wall)}`);
    if (this.#lastTick) {
      const gone = one.heavy ? "one that is heavy" : job;
      this.#lastTick.owed = this.#lastTick.owed.filter((name) => name !== gone);
    }
    const success = this.#successes.get(job);
    if (success) success.followed = true;
    this.#running.set(job, {run, at, wall, abortedAt: null, told: false});
    this.#owners.set(run, this.#life);
  }

  /** A process that works for a run which is over, or for one of a process that was killed, is beside what runs now. */
  #works({job, run, at}: Line<"works">): void {
    if (this.#running.get(job)?.run === run) return;
    const beside = [...this.#running.keys()].filter((name) => this.#promised.get(name)!.heavy);
    if (this.#left.has(run)) return;
    const ofThisLife = this.#owners.get(run) === this.#life && this.#lastTick !== null;
    if (!beside.length && !ofThisLife) return;
    this.#left.add(run);
    this.verdict.overlaps.push(
      `${job} at ${at}: the process of run ${run} is left beside ${beside.join() || "nothing"}`
    );
  }

  #end({job, ok, at}: Line<"end">): void {
    const running = this.#running.get(job);
    this.#running.delete(job);
    if (!running) return;
    if (running.abortedAt !== null) this.verdict.counts.stopped++;
    if (ok === null) this.#idleUntil.set(job, at + idleMs);
    if (ok) this.#unrecorded.set(job, {at: running.at, wall: running.wall});
  }

  #recorded({job, ok, startedAt, endedAt}: Line<"recorded">): void {
    if (!ok) {
      const times = (this.#failures.get(job)?.times ?? 0) + 1;
      this.#failures.set(job, {times: Math.min(times, 10), endedAt});
      this.verdict.counts.failures++;
      return;
    }
    const ended = this.#unrecorded.get(job);
    this.#unrecorded.delete(job);
    if (!ended || Math.abs(ended.wall - startedAt) > readingMs)
      this.verdict.forgotten.push(`${job}: recorded as begun at ${iso(startedAt)}, which it was not`);
    else this.#serve(job, startedAt, ended);
  }

  /** A success serves the newest due moment before it; none is served twice, unless the wall clock was set back over it. */
  #serve(job: string, startedAt: number, {at, wall}: {at: number; wall: number}): void {
    const {due} = this.#promised.get(job)!;
    const before = this.#successes.get(job);
    const setBy = wall - at;
    if (before) {
      const [last, now] = [dueAt(due, before.startedAt, before.startedAt), dueAt(due, startedAt, before.startedAt)];
      const setBack = before.setBy - setBy;
      if (now <= last && setBack < intervalAt(due, startedAt) - surelySet)
        this.verdict.doubled.push(`${job} at ${at}: begun ${iso(before.startedAt)} and ${iso(startedAt)}`);
    }
    this.#successes.set(job, {startedAt, setBy, at, life: this.#life, followed: false});
    this.#failures.delete(job);
    this.verdict.counts.successes++;
  }

  #overran({job}: Line<"overran">): void {
    const running = this.#running.get(job);
    if (running) running.told = true;
  }

  #abort({job, at}: Line<"abort">): void {
    const running = this.#running.get(job);
    if (running) running.abortedAt ??= at;
  }

  /** Nothing keeps a job that is due from running now. */
  #isFree(one: Promised, at: number, wall: number, how: "surely" | "maybe"): boolean {
    if (this.#running.has(one.name)) return false;
    if (one.heavy && this.#heavyBeside(one.name).length) return false;
    return this.#isOwed(one, at, wall, how);
  }

  #isOwed({name, due}: Promised, at: number, wall: number, how: "surely" | "maybe"): boolean {
    if (at < (this.#idleUntil.get(name) ?? Number.NEGATIVE_INFINITY)) return false;
    const failed = this.#failures.get(name);
    const pause = failed ? Math.min(lastRetryMs, firstRetryMs * 2 ** (failed.times - 1)) : 0;
    if (failed && failed.endedAt <= wall && wall - failed.endedAt < pause) return false;
    const success = this.#successes.get(name);
    if (!success) return true;
    if (this.#ranJustNow(due, success, at, wall, how)) return false;
    const {startedAt} = success;
    if (startedAt <= wall) return dueAt(due, wall, startedAt) > startedAt;
    return startedAt - wall >= intervalAt(due, wall);
  }

  /** The wall clock was set since the last success of this process began, and truly not half of the interval has passed. */
  #ranJustNow(due: DueMoments, success: Success, at: number, wall: number, how: "surely" | "maybe"): boolean {
    const {startedAt, setBy, at: begunAt, life, followed} = success;
    const [setMs, slackMs] = how === "surely" ? [surelyDrift, readingMs / 10] : [surelySet, -readingMs / 10];
    if (life !== this.#life || (followed && how === "maybe") || Math.abs(wall - at - setBy) < setMs) return false;
    return at - begunAt < intervalAt(due, dueAt(due, startedAt, startedAt)) / 2 + slackMs;
  }

  #heavyBeside(job: string): string[] {
    return [...this.#running.keys()].filter((name) => name !== job && this.#promised.get(name)!.heavy);
  }

  #countDue(wall: number): void {
    const before = this.#lastTick?.wall;
    if (before === undefined) return;
    for (const {due} of this.#promised.values())
      if (!("sinceLast" in due) && dueAt(due, wall, wall) > dueAt(due, before, before))
        this.verdict.counts.dueMoments++;
  }
}

const iso = (time: number): string => new Date(time).toISOString();
