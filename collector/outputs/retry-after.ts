/** A receiver cannot silence alerts for longer than this, ms. */
const longest = 900_000;

/**
 * How long a `Retry-After` header asks to wait, ms: seconds, or the time until a date, at most a quarter of an hour. null
 * where there is none, and for one that says neither.
 */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? null : Math.min(longest, Math.max(0, ms));
}
