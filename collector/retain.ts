import {unlink} from "node:fs/promises";
import {join} from "node:path";
import {datasets} from "../data/schema.ts";
import type {Catalog} from "./catalog.ts";

export interface Retention {
  /** How old records may grow, ms. */
  keepMs: number;
  /** How far one run follows the clock, ms. */
  stepMs?: number;
}

export interface Retired {
  /** Files taken out because every record in them was past keeping. */
  retired: number;
  /** How far the time that this run believed in is behind the clock, ms. */
  behindMs: number;
}

/** When the last run believed it was, ms UTC. */
const metaKey = "retainedAt";

/**
 * Takes files out of the lake whose every record is older than `keepMs`. Datasets that hold the state of things which
 * may still stand are left alone. A clock that leaps ahead is followed step by step, so that it cannot empty the lake
 * before somebody sees; the first run believes it.
 */
export function retain(catalog: Catalog, {keepMs, stepMs = 7 * 86_400_000}: Retention, {now = Date.now} = {}): Retired {
  const clock = now();
  const last = Number(catalog.meta(metaKey) ?? clock);
  const believed = Math.min(Math.max(clock, last - stepMs), last + stepMs);
  catalog.setMeta(metaKey, `${believed}`);
  const oldest = Math.min(clock, believed) - keepMs;
  const past = catalog.files().filter(({dataset, maxTime}) => !datasets[dataset].state && maxTime < oldest);
  if (past.length) catalog.commit({kind: "retain", at: clock, files: [], removed: past.map(({path}) => path)});
  return {retired: past.length, behindMs: Math.max(0, clock - believed)};
}

/** Deletes files that were taken out of the lake so long ago that no reader can hold them any more. */
export async function sweep(
  lake: string,
  catalog: Catalog,
  graceMs: number,
  {now = Date.now, remove = unlink} = {}
): Promise<number> {
  const paths = catalog.removedBefore(now() - graceMs);
  for (const path of paths)
    await remove(join(lake, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  if (paths.length) catalog.forget(paths);
  return paths.length;
}
