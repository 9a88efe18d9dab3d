import type {Catalog} from "./catalog.ts";
import {compact} from "./compact.ts";
import {retain, sweep} from "./retain.ts";

export interface Maintained {
  /** Small files that were replaced, and the merged ones that took their place. */
  replaced: number;
  by: number;
  /** Files taken out because every record in them was past keeping. */
  retired: number;
  /** Files deleted that no reader can hold any more. */
  deleted: number;
}

/** How long a file stays on disk after readers stopped seeing it, ms: longer than any build reads. */
export const graceMs = 3_600_000;

/**
 * Keeps a lake small and quick to read: merges small files, retires old ones, deletes what nobody reads any more.
 *
 * @throws Error that says what could not be done, once the rest is
 */
export async function maintain(
  lake: string,
  catalog: Catalog,
  {keepMs, signal}: {keepMs: number; signal?: AbortSignal},
  {now = Date.now} = {}
): Promise<Maintained> {
  const [merging] = await Promise.allSettled([compact(lake, catalog, {signal}, {now})]);
  const retired = retain(catalog, keepMs, {now});
  const deleted = await sweep(lake, catalog, graceMs, {now});
  if (merging.status === "rejected") throw merging.reason;
  return {...merging.value, retired, deleted};
}

export const maintainedText = ({replaced, by, retired, deleted}: Maintained): string =>
  `merged ${replaced} files into ${by}, retired ${retired}, deleted ${deleted}`;
