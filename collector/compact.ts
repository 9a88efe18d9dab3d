import {createHash} from "node:crypto";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {type DatasetName, datasets, dayOf} from "../data/schema.ts";
import type {Catalog, LakeFile} from "./catalog.ts";
import {connectDuckDB, identifier, literal} from "./duckdb.ts";
import {writeLakeFile} from "./lake-file.ts";

export interface CompactOptions {
  /** A day that still grows is merged when it has this many files. */
  atFiles?: number;
  /** A day that has ended is merged into one file when nothing was added for this long, ms. */
  quietMs?: number;
}

/** Files of one dataset and day that one file is to replace. */
export interface MergePlan {
  dataset: DatasetName;
  day: string;
  files: LakeFile[];
}

const dayFolder = /^([a-z]+)\/(\d{4}-\d{2}-\d{2})\//;

/**
 * Which days are worth merging. Days are partitions of the lake's path; imported months stay as they are.
 *
 * @param addedAt when each file came into the lake, ms, by path
 */
export function planMerges(
  files: LakeFile[],
  addedAt: Map<string, number>,
  now: number,
  {atFiles = 30, quietMs = 3_600_000}: CompactOptions = {}
): MergePlan[] {
  const days = new Map<string, MergePlan>();
  for (const file of files) {
    const [folder, dataset, day] = dayFolder.exec(file.path) ?? [];
    if (!folder) continue;
    const plan = days.get(folder) ?? {dataset: dataset as DatasetName, day: day!, files: []};
    plan.files.push(file);
    days.set(folder, plan);
  }
  return [...days.values()].filter(({day, files}) => {
    if (files.length < 2) return false;
    const newest = Math.max(...files.map(({path}) => addedAt.get(path) ?? 0));
    return files.length >= atFiles || (day < dayOf(now) && newest < now - quietMs);
  });
}

/**
 * Merges small files into one a day, sorted by the dataset's order. Readers see the old files or the new one, never
 * both: one catalog transaction swaps them. The old ones stay on disk until `sweep` takes them.
 *
 * @returns how many files were replaced by how many
 */
export async function compact(
  lake: string,
  catalog: Catalog,
  {signal, ...options}: CompactOptions & {signal?: AbortSignal} = {},
  {now = Date.now} = {}
): Promise<{replaced: number; by: number}> {
  const plans = planMerges(catalog.files(), catalog.addedAt(), now(), options);
  if (!plans.length) return {replaced: 0, by: 0};
  const done = {replaced: 0, by: 0};
  const connection = await connectDuckDB();
  try {
    for (const plan of plans) {
      if (signal?.aborted) break;
      const merged = await merge(connection, lake, plan);
      catalog.commit({kind: "compact", at: now(), files: [merged], removed: plan.files.map(({path}) => path)});
      done.replaced += plan.files.length;
      done.by += 1;
    }
  } finally {
    connection.closeSync();
  }
  return done;
}

async function merge(connection: DuckDBConnection, lake: string, {dataset, day, files}: MergePlan): Promise<LakeFile> {
  const paths = files.map(({path}) => path).sort();
  const name = createHash("sha256").update(paths.join("\n")).digest("hex").slice(0, 16);
  const columns = datasets[dataset].columns.map((column) => identifier(column.name)).join(", ");
  const inputs = paths.map((path) => literal(join(lake, path))).join(", ");
  const query = `SELECT ${columns} FROM read_parquet([${inputs}], union_by_name = true)`;
  const merged = await writeLakeFile(connection, {
    lake,
    dataset,
    path: `${dataset}/${day}/merge-${name}.parquet`,
    query
  });
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  if (merged.rows !== rows) throw new Error(`lost rows of ${dataset} on ${day}: merged ${merged.rows} of ${rows}`);
  return merged;
}
