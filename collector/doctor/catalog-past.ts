import {existsSync} from "node:fs";
import {join} from "node:path";
import Database from "libsql";
import {catalogProblem} from "../catalog-problem.ts";

export interface JobPast {
  job: string;
  endedAt: number;
  ok: boolean;
  message: string;
  /** When it last succeeded, ms; null when it never did. */
  succeededAt: number | null;
}

/** What a catalog remembers that an operator asks for. */
export interface CatalogPast {
  /** The newest run of each job. */
  jobs: JobPast[];
  /** Commits that are dated before the one ahead of them: the clock was set back. Newest first. */
  setBack: {at: number; byMs: number}[];
  files: {bytes: number; minTime: number; maxTime: number}[];
  lastCommitAt: number | null;
}

/** Reads a catalog without changing it; null where there is none yet. Throws when it is damaged. */
export function catalogPast(data: string): CatalogPast | null {
  const path = join(data, "catalog.db");
  if (!existsSync(path)) return null;
  try {
    return readPast(path);
  } catch (cause) {
    throw catalogProblem(path, cause as Error);
  }
}

function readPast(path: string): CatalogPast {
  const db = new Database(path);
  try {
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; BEGIN");
    const all = <Row>(query: string) => db.prepare(query).all() as Row[];
    const jobs = all<Omit<JobPast, "ok"> & {ok: number}>(
      `SELECT job, endedAt, ok, message,
         (SELECT max(endedAt) FROM runs AS good WHERE good.job = runs.job AND ok = 1) AS succeededAt
       FROM runs WHERE id IN (SELECT max(id) FROM runs WHERE endedAt IS NOT NULL GROUP BY job) ORDER BY job`
    );
    const setBack = all<{at: number; byMs: number}>(
      `SELECT at, byMs FROM (SELECT id, at, lag(at) OVER (ORDER BY id) - at AS byMs FROM commits)
       WHERE byMs > 2000 ORDER BY id DESC LIMIT 5`
    );
    const files = all<CatalogPast["files"][number]>(
      "SELECT bytes, minTime, maxTime FROM files WHERE removedIn IS NULL"
    );
    const [last] = all<{at: number | null}>("SELECT max(at) AS at FROM commits");
    return {jobs: jobs.map((job) => ({...job, ok: job.ok === 1})), setBack, files, lastCommitAt: last?.at ?? null};
  } finally {
    db.close();
  }
}
