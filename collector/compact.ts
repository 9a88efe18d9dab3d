import {createHash} from "node:crypto";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {type DatasetName, datasets, dayOf, lakePath, versionOf} from "../data/schema.ts";
import {datasetQuery} from "../loaders/lake/dataset-query.ts";
import type {Catalog, LakeFile} from "./catalog.ts";
import {connectDuckDB} from "./duckdb.ts";
import {fileChecksum} from "./file-checksum.ts";
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

const dayFile = /\/(\d{4}-\d{2}-\d{2})\/[^/]+$/;

/**
 * Which days are worth merging. Days are partitions of the lake's path; imported months stay as they are, and so do files
 * of earlier versions.
 *
 * @param addedAt when each file came into the lake, ms, by path
 */
export function planMerges(
  files: LakeFile[],
  addedAt: Map<string, number>,
  now: number,
  {atFiles = 30, quietMs = 3_600_000}: CompactOptions = {},
  {schema = datasets} = {}
): MergePlan[] {
  const days = new Map<string, MergePlan>();
  for (const file of files) {
    const {path, dataset} = file;
    const day = dayFile.exec(path)?.[1];
    if (!day || versionOf(path) !== schema[dataset]?.version) continue;
    const plan = days.get(`${dataset}/${day}`) ?? {dataset, day, files: []};
    plan.files.push(file);
    days.set(`${dataset}/${day}`, plan);
  }
  return [...days.values()].filter(({day, files}) => {
    if (files.length < 2) return false;
    const newest = Math.max(...files.map(({path}) => addedAt.get(path) ?? 0));
    return files.length >= atFiles || (day < dayOf(now) && newest < now - quietMs);
  });
}

/**
 * Merges small files into one a day, sorted by the dataset's order. Readers see the old files or the new one, never
 * both: one catalog transaction swaps them. The old ones stay on disk until `sweep` takes them. Days that cannot be
 * merged stay as they are.
 *
 * @returns how many files were replaced by how many
 * @throws Error that says which days could not be merged, once the others are
 */
export async function compact(
  lake: string,
  catalog: Catalog,
  {signal, ...options}: CompactOptions & {signal?: AbortSignal} = {},
  {now = Date.now, schema = datasets} = {}
): Promise<{replaced: number; by: number}> {
  const plans = planMerges(catalog.files(), catalog.addedAt(), now(), options, {schema});
  if (!plans.length) return {replaced: 0, by: 0};
  const done = {replaced: 0, by: 0};
  const failed: Error[] = [];
  const connection = await connectDuckDB();
  try {
    for (const plan of plans) {
      if (signal?.aborted) break;
      try {
        const merged = await merge(connection, lake, plan, schema);
        catalog.commit({kind: "compact", at: now(), files: [merged], removed: plan.files.map(({path}) => path)});
        done.replaced += plan.files.length;
        done.by += 1;
      } catch (error) {
        failed.push(error as Error);
      }
    }
  } finally {
    connection.closeSync();
  }
  if (failed.length) throw new Error(failed.map(({message}) => message).join("; "), {cause: failed[0]});
  return done;
}

async function merge(
  connection: DuckDBConnection,
  lake: string,
  {dataset, day, files}: MergePlan,
  schema: typeof datasets
): Promise<LakeFile> {
  const paths = files.map(({path}) => path).sort();
  for (const file of files) await refuseDamage(lake, file);
  const name = createHash("sha256").update(paths.join("\n")).digest("hex").slice(0, 16);
  const inputs = paths.map((path) => ({path: join(lake, path), version: versionOf(path)}));
  const path = lakePath(schema[dataset], day, `merge-${name}.parquet`);
  const query = datasetQuery(schema[dataset], inputs);
  const merged = await writeLakeFile(connection, {lake, dataset, path, query}, {schema});
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  if (merged.rows !== rows) throw new Error(`lost rows of ${dataset} on ${day}: merged ${merged.rows} of ${rows}`);
  return merged;
}

/** A merged file gets a checksum of its own, which must not cover up what is damaged now. */
async function refuseDamage(lake: string, {path, crc32c}: LakeFile): Promise<void> {
  if (typeof crc32c === "number" && (await fileChecksum(join(lake, path))) !== crc32c)
    throw new Error(`damaged file: ${path} (its day is not merged; restore it from a backup)`);
}
