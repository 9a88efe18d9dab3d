import {tzOffset} from "@date-fns/tz";
import {z} from "zod";

const pattern =
  /^([1-9]\d{3})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/;
const day = 86_400_000;
// Zones change their offset at quarters of an hour, never within one.
const quarter = 900_000;
const cachedQuarters = 100_000;
const offsets = new Map<string, Map<number, number>>();

/**
 * The instant of a date and time as people and databases write them, in ms UTC: `YYYY-MM-DD[ T]HH:MM[:SS[.sss]]`, with
 * `Z` or an offset (`+02`, `+0200`, `+02:00`) respected, otherwise meant in the IANA `zone`.
 *
 * When clocks go forward, a time that does not exist counts as the offset before the change has it (02:30 becomes
 * 03:30). When clocks go back, a time that occurs twice is its first occurrence.
 *
 * Throws on any other form and on dates and times that no calendar has, such as month 13.
 */
export function localTime(text: string, zone: string): number {
  const match = pattern.exec(text);
  if (!match) throw new Error(`invalid time: ${text} (write YYYY-MM-DD HH:MM:SS)`);
  const [, year, month, date, hour, minute, second = 0, fraction = "", offset] = match;
  if (!isPossible(+year!, +month!, +date!, +hour!, +minute!, +second)) throw new Error(`impossible time: ${text}`);
  const ms = +fraction.slice(0, 3).padEnd(3, "0");
  const naive = Date.UTC(+year!, +month! - 1, +date!, +hour!, +minute!, +second, ms);
  if (offset !== undefined) return naive - explicitOffset(offset, text);
  return zone === "UTC" ? naive : fromZone(naive, zone);
}

function isPossible(year: number, month: number, date: number, hour: number, minute: number, second: number): boolean {
  if (!(month >= 1 && month <= 12 && date >= 1 && hour < 24 && minute < 60 && second < 60)) return false;
  return date <= 28 || date <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function fromZone(naive: number, zone: string): number {
  const before = offsetAt(zone, naive - day);
  const first = naive - before;
  if (offsetAt(zone, first) === before) return first;
  const after = offsetAt(zone, naive + day);
  const second = naive - after;
  return offsetAt(zone, second) === after ? second : first;
}

/** How far the clocks of a zone are ahead of UTC at an instant, ms. */
export function offsetAt(zone: string, time: number): number {
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const key = Math.floor(time / quarter);
  let offset = known.get(key);
  if (offset === undefined) {
    if (known.size >= cachedQuarters) known.clear();
    offset = tzOffset(zone, new Date(key * quarter)) * 60_000;
    if (!Number.isFinite(offset)) throw new Error(`unknown time zone: ${zone}`);
    known.set(key, offset);
  }
  return offset;
}

function explicitOffset(offset: string, text: string): number {
  if (offset === "Z") return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(":", "") || 0);
  if (hours > 15 || minutes > 59) throw new Error(`impossible time: ${text}`);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The option type of an IANA time zone. */
export const timeZone = z
  .string()
  .refine(isTimeZone, {error: ({input}) => `unknown time zone: ${input} (write an IANA name, as in Europe/Rome)`});

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", {timeZone: name});
    return true;
  } catch {
    return false;
  }
}
