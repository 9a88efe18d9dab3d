import type {Prepare} from "./prepared-once.ts";

/** One run of a scheduled job. */
export interface Run {
  job: string;
  startedAt: number;
  endedAt: number;
  ok: boolean;
  message: string;
}

/** Runs of a job with the same outcome since the beginning, and the times of the newest. */
export type RunTotal = Omit<Run, "message"> & {runs: number};

/** So many runs of each job are kept, and its last success however many came after it. */
const keptRuns = 10_000;

/** The catalog's table of what jobs did. */
export class RunRecords {
  constructor(private readonly prepare: Prepare) {}

  /** Takes the place of what was recorded of the same run as a failure before it ended. To be called in a transaction. */
  add(run: Run): void {
    this.#count(run, this.#replace(run));
    this.#forget(run.job);
  }

  /** Whether there was a failure in its place. */
  #replace({job, startedAt, endedAt, ok, message}: Run): boolean {
    const {changes} = this.prepare(
      "DELETE FROM runs WHERE id = (SELECT max(id) FROM runs WHERE job = ?) AND startedAt = ? AND ok = 0"
    ).run(job, startedAt);
    this.prepare("INSERT INTO runs (job, startedAt, endedAt, ok, message) VALUES (?, ?, ?, ?, ?)").run(
      job,
      startedAt,
      endedAt,
      ok ? 1 : 0,
      message
    );
    return changes > 0;
  }

  /** Totals never go down: a run that was a failure and ends well counts as either. */
  #count({job, startedAt, endedAt, ok}: Run, hasFailed: boolean): void {
    this.prepare(
      `INSERT INTO runTotals (job, ok, runs, startedAt, endedAt) VALUES (?, ?, 1, ?, ?)
         ON CONFLICT (job, ok) DO UPDATE SET runs = runs + ?, startedAt = excluded.startedAt, endedAt = excluded.endedAt`
    ).run(job, ok ? 1 : 0, startedAt, endedAt, hasFailed && !ok ? 0 : 1);
  }

  #forget(job: string): void {
    this.prepare(
      `DELETE FROM runs WHERE job = ? AND id <> ?
         AND id <= (SELECT id FROM runs WHERE job = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`
    ).run(job, this.#lastSuccessId(job), job, keptRuns);
  }

  #lastSuccessId(job: string): number {
    const last = this.prepare("SELECT max(id) AS id FROM runs WHERE job = ? AND ok = 1").get(job);
    return (last as {id: number | null}).id ?? 0;
  }

  /** The run of a job that was recorded last among those that succeeded, whatever its clock said. */
  lastSuccess(job: string): Run | undefined {
    const run = this.prepare("SELECT startedAt, endedAt, message FROM runs WHERE id = ?").get(
      this.#lastSuccessId(job)
    ) as Pick<Run, "startedAt" | "endedAt" | "message"> | undefined;
    return run && {job, startedAt: run.startedAt, endedAt: run.endedAt, ok: true, message: run.message};
  }

  /** The newest runs of a job, the newest first. */
  newest(job: string, limit: number): Run[] {
    const rows = this.prepare(
      "SELECT job, startedAt, endedAt, ok, message FROM runs WHERE job = ? ORDER BY id DESC LIMIT ?"
    ).all(job, limit) as (Omit<Run, "ok"> & {ok: number})[];
    return rows.map((run) => ({...run, ok: run.ok === 1}));
  }

  /** The newest failures of a job since its last success, the newest last, at most ten. */
  failures(job: string): Run[] {
    const rows = this.prepare(
      "SELECT job, startedAt, endedAt, message FROM runs WHERE job = ? AND ok = 0 AND id > ? ORDER BY id DESC LIMIT 10"
    ).all(job, this.#lastSuccessId(job)) as Omit<Run, "ok">[];
    return rows.map((run) => ({...run, ok: false})).reverse();
  }

  /** How often each job ran since the beginning, by its outcome, and when the newest of those runs was. */
  totals(): RunTotal[] {
    const rows = this.prepare(
      "SELECT job, ok, runs, startedAt, endedAt FROM runTotals ORDER BY job, ok"
    ).all() as (Omit<RunTotal, "ok"> & {ok: number})[];
    return rows.map((row) => ({...row, ok: row.ok === 1}));
  }
}
