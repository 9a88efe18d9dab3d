/** How many snapshots stay, and for how long. */
export interface Retention {
  /** The newest so many. */
  keep: number;
  /** Of these, the ones that are at most so much older than the newest, ms; null for all. */
  keepFor?: number | null;
}

export interface RetainedSnapshot {
  id: string;
  /** ms */
  builtAt: number;
  /** When readers last got it by the site's own address, ms. */
  servedUntil: number;
}

/** A page that is open goes on asking for its files for so long after its snapshot was replaced, ms. */
export const readersGrace = 15 * 60_000;

/**
 * Ids of snapshots that are past keeping. Never the current one, nor the one before it, to which one rolls back, nor one
 * whose pages may still be open. `newestFirst` by id. Age counts from the newest, so that a clock that was set wrong
 * removes nothing.
 */
export function expiredSnapshots(
  newestFirst: readonly RetainedSnapshot[],
  {keep, keepFor = null}: Retention,
  {current, now}: {current: string | undefined; now: number}
): string[] {
  const place = newestFirst.findIndex(({id}) => id === current);
  const newest = newestFirst[0]?.builtAt ?? 0;
  const isPast = ({builtAt}: RetainedSnapshot, i: number) =>
    i >= keep || (keepFor !== null && newest - builtAt > keepFor);
  const isNeeded = ({servedUntil}: RetainedSnapshot, i: number) =>
    (place >= 0 && (i === place || i === place + 1)) || Math.abs(now - servedUntil) < readersGrace;
  return newestFirst.filter((snapshot, i) => isPast(snapshot, i) && !isNeeded(snapshot, i)).map(({id}) => id);
}
