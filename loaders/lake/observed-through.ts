/**
 * Until when files hold records by an instant, ms UTC; null when they hold none. A clock that is ahead makes nothing
 * fresher than it is.
 *
 * @param files with the times of their first and last records
 */
export function observedThrough(files: readonly {minTime: number; maxTime: number}[], now: number): number | null {
  const past = files.filter(({minTime}) => minTime <= now);
  return past.length ? Math.min(now, Math.max(...past.map(({maxTime}) => maxTime))) : null;
}
