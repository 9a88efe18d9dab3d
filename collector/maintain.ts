import type {Catalog} from "./catalog.ts";
import {compact} from "./compact.ts";
import {retain, sweep} from "./retain.ts";

export interface Tidied {
  /** Small files that were replaced, and the merged ones that took their place. */
  replaced: number;
  by: number;
  /** Files deleted that no reader can hold any more. */
  deleted: number;
}

export interface Maintained extends Tidied {
  /** Files taken out because every record in them was past keeping. */
  retired: number;
}

/** How long a file stays on disk after readers stopped seeing it, ms: longer than any build reads. */
export const graceMs = 3_600_000;

/**
 * Keeps a lake quick to read: merges small files, deletes what nobody reads any more.
 *
 * @throws Error that says what could not be merged, once the rest is done
 */
export async function tidy(
  lake: string,
  catalog: Catalog,
  {signal}: {signal?: AbortSignal} = {},
  {now = Date.now} = {}
): Promise<Tidied> {
  const [merging] = await Promise.allSettled([compact(lake, catalog, {signal}, {now})]);
  const deleted = await sweep(lake, catalog, graceMs, {now});
  if (merging.status === "rejected") throw merging.reason;
  return {...merging.value, deleted};
}

/** Keeps a lake small as well: takes out first what is older than `keepMs`. Throws as `tidy` does. */
export async function maintain(
  lake: string,
  catalog: Catalog,
  {keepMs, signal}: {keepMs: number; signal?: AbortSignal},
  {now = Date.now} = {}
): Promise<Maintained> {
  const retired = retain(catalog, keepMs, {now});
  return {...(await tidy(lake, catalog, {signal}, {now})), retired};
}

export const tidiedText = ({replaced, by, deleted}: Tidied): string =>
  `merged ${replaced} files into ${by}, deleted ${deleted}`;

export const retiredText = (retired: number): string => `retired ${retired} ${retired === 1 ? "file" : "files"}`;

export const maintainedText = ({retired, ...tidied}: Maintained): string =>
  `${retiredText(retired)}, ${tidiedText(tidied)}`;
