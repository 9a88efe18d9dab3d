import {unlink} from "node:fs/promises";
import {join} from "node:path";
import {datasets} from "../data/schema.ts";
import type {Catalog} from "./catalog.ts";

/**
 * Takes files out of the lake whose every record is older than `keepMs`. Datasets that hold the state of things which
 * may still stand are left alone. Returns how many files went.
 */
export function retain(catalog: Catalog, keepMs: number, {now = Date.now} = {}): number {
  const oldest = now() - keepMs;
  const past = catalog.files().filter(({dataset, maxTime}) => !datasets[dataset].state && maxTime < oldest);
  if (past.length) catalog.commit({kind: "retain", at: now(), files: [], removed: past.map(({path}) => path)});
  return past.length;
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
