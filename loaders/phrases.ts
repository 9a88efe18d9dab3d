/** A number as people read it, with at most `digits` decimals: 1,204 or 2.1. */
export const written = (value: number, digits = 1): string =>
  value.toLocaleString("en", {maximumFractionDigits: Math.abs(value) < 100 ? digits : 0});

/** A number of things: "1 request", "1,204 requests". */
export const counted = (n: number, one: string, many = `${one}s`): string => `${written(n, 0)} ${n === 1 ? one : many}`;

/** The beginning of a sentence about all there are: "All 5 sources are", "The one source is". */
export const all = (n: number, one: string, many = `${one}s`): string =>
  n === 1 ? `The one ${one} is` : `All ${counted(n, one, many)} are`;

/** A share as a percentage: 0.183 is "18 %", 0.0021 is "0.21 %". */
export const percent = (share: number): string =>
  `${written(100 * share, Math.abs(share) < 0.01 ? 2 : Math.abs(share) < 0.1 ? 1 : 0)} %`;

/** A length of time in ms with its fitting unit: "45 s", "2.1 min", "3.2 h", "5 days". */
export function lasting(ms: number): string {
  if (ms < 60_000) return `${written(ms / 1000, 0)} s`;
  if (ms < 3_600_000) return `${written(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${written(ms / 3_600_000)} h`;
  return `${written(ms / 86_400_000, 0)} days`;
}

/** "a", "a and b", "a, b and c"; past `most` the rest is counted: "a, b and 3 more". */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Weekday and time of an instant in an IANA zone, and how that is to be read: "Thursday 11:00 UTC". */
export const weekdayTime = (time: number, timeZone: string): string =>
  new Date(time)
    .toLocaleString("en", {
      weekday: "long",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
      timeZoneName: "short"
    })
    .replace(",", "");
