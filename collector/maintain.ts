import type {Catalog} from "./catalog.ts";
import {compact} from "./compact.ts";
import {spanInWords} from "./doctor/in-words.ts";
import {type Retention, type Retired, retain, sweep} from "./retain.ts";

export interface Tidied {
  /** Small files that were replaced, and the merged ones that took their place. */
  replaced: number;
  by: number;
  /** Files deleted that no reader can hold any more. */
  deleted: number;
}

export type Maintained = Tidied & Retired;

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

/** Keeps a lake small as well: takes out first what is past keeping. Throws as `tidy` does. */
export async function maintain(
  lake: string,
  catalog: Catalog,
  {signal, ...retention}: Retention & {signal?: AbortSignal},
  {now = Date.now} = {}
): Promise<Maintained> {
  const retired = retain(catalog, retention, {now});
  return {...(await tidy(lake, catalog, {signal}, {now})), ...retired};
}

export const tidiedText = ({replaced, by, deleted}: Tidied): string =>
  `merged ${replaced} files into ${by}, deleted ${deleted}`;

/** Where a run went by a time long ago, also why. */
export function retiredText({retired, behindMs}: Retired): string {
  const files = `retired ${retired} ${retired === 1 ? "file" : "files"}`;
  if (behindMs <= 86_400_000) return files;
  return `${files}, as of ${spanInWords(behindMs)} ago: the clock has leapt or Weir was off, and runs catch up step by step`;
}

export const maintainedText = (done: Maintained): string => `${retiredText(done)}, ${tidiedText(done)}`;
