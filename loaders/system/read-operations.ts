import {existsSync} from "node:fs";
import {join} from "node:path";
import Database from "libsql";
import {datasetNames, datasets} from "../../data/schema.ts";
import {readCatalog} from "../lake/lake-catalog.ts";
import {noteRead} from "../lake/reads.ts";
import {stateOf} from "../lake/state.ts";

/** What the catalog knows of its files and of the schedule. Times are ms UTC. */
export interface Operations {
  /** One for each dataset, empty ones too. */
  lake: DatasetStatus[];
  /** The newest runs, newest first. */
  runs: Run[];
}

export interface DatasetStatus {
  dataset: string;
  about: string;
  files: number;
  rows: number;
  bytes: number;
  from: number | null;
  to: number | null;
}

export interface Run {
  job: string;
  startedAt: number;
  endedAt: number;
  durationMs: number;
  ok: boolean;
  message: string;
}

type RunRow = Omit<Run, "ok"> & {ok: 0 | 1};

/** Files as of one commit, and the newest runs. A folder without catalog reads as an empty lake that never ran. */
export function readOperations(
  commit: number,
  {data = process.env.WEIR_DATA ?? "data", newest = 50}: {data?: string; newest?: number} = {}
): Operations {
  noteRead("catalog", () => stateOf("catalog", readCatalog(data, commit), data));
  const file = join(data, "catalog.db");
  if (!existsSync(file)) return {lake: lakeStatus([]), runs: []};
  const db = new Database(file);
  try {
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON");
    const files = db
      .prepare(
        `SELECT dataset, count(*) AS files, sum(rows) AS rows, sum(bytes) AS bytes, min(minTime) AS "from",
           max(maxTime) AS "to" FROM files
         WHERE addedIn <= ? AND (removedIn IS NULL OR removedIn > ?) GROUP BY dataset`
      )
      .all(commit, commit) as Omit<DatasetStatus, "about">[];
    const runs = db
      .prepare(
        `SELECT job, startedAt, endedAt, endedAt - startedAt AS durationMs, ok, message FROM runs
         ORDER BY id DESC LIMIT ?`
      )
      .all(newest) as RunRow[];
    return {
      lake: lakeStatus(files),
      runs: runs.map((run) => ({...run, ok: run.ok === 1}))
    };
  } catch (cause) {
    throw new Error(`cannot read the catalog: ${file}`, {cause});
  } finally {
    db.close();
  }
}

const lakeStatus = (files: Omit<DatasetStatus, "about">[]): DatasetStatus[] =>
  datasetNames.map((dataset) => ({
    ...(files.find((row) => row.dataset === dataset) ?? {dataset, files: 0, rows: 0, bytes: 0, from: null, to: null}),
    about: datasets[dataset].about
  }));
