import {timeZone} from "./zone.js";

const locale = "en-GB";

/** Stands for a value that is not known. */
export const missing = "–";

const grouped = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat(locale, {minimumFractionDigits: 0, maximumFractionDigits: digits})
);
const fixed = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat(locale, {minimumFractionDigits: digits, maximumFractionDigits: digits})
);

/** A number with as many digits as its size deserves, or with exactly `digits` (0-3). */
export function formatNumber(value: number | null | undefined, {digits}: {digits?: number} = {}): string {
  if (value == null || !Number.isFinite(value)) return missing;
  if (digits !== undefined) return fixed[digits]!.format(value);
  const size = Math.abs(value);
  return grouped[size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2]!.format(value);
}

/** A number with its sign, as in +12 or −3. */
export const formatSigned = (value: number | null | undefined): string =>
  value == null ? missing : value === 0 ? "0" : `${value > 0 ? "+" : "−"}${formatNumber(Math.abs(value))}`;

/** A share in [0, 1] as a percentage. */
export function formatPercent(share: number | null | undefined, {digits}: {digits?: number} = {}): string {
  if (share == null || !Number.isFinite(share)) return missing;
  const percent = share * 100;
  return `${fixed[digits ?? (Math.abs(percent) < 10 && percent !== 0 ? 1 : 0)]!.format(percent)} %`;
}

/** A probability, as p-values are written. */
export const formatP = (p: number | null | undefined): string =>
  p == null ? missing : p < 0.001 ? "< 0.001" : fixed[3]!.format(p);

/** Bytes in binary units. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes == null) return missing;
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10)) : 0;
  return `${formatNumber(bytes / 1024 ** power)} ${units[power]}`;
}

/** A span of milliseconds in its two largest units, as in `3 h 20 min`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms == null || !Number.isFinite(ms)) return missing;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  if (days >= 7) return `${Math.round(minutes / 1440)} d`;
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

/** How long ago an instant was, as in `3 min ago`; `now` and `time` in ms. */
export function formatAgo(time: number | null | undefined, now = Date.now()): string {
  if (time == null) return "never";
  const passed = now - time;
  if (passed < -60_000) return `in ${formatDuration(-passed)}`;
  return passed < 60_000 ? "just now" : `${formatDuration(passed)} ago`;
}

const toMinute = {day: "numeric", month: "short", hour: "2-digit", minute: "2-digit"} as const;
const inZone = new Map<string, ReturnType<typeof formatsOf>>();

const formatsOf = (timeZone: string) => ({
  dateTime: new Intl.DateTimeFormat(locale, {...toMinute, weekday: "short", timeZone}),
  dateTimeYear: new Intl.DateTimeFormat(locale, {...toMinute, year: "numeric", timeZone}),
  date: new Intl.DateTimeFormat(locale, {day: "numeric", month: "short", year: "numeric", timeZone})
});

function formats(zone = timeZone()) {
  const known = inZone.get(zone) ?? formatsOf(zone);
  inZone.set(zone, known);
  return known;
}

/**
 * An instant in the page's zone, as in `Tue 9 Jul, 00:01`; half a year and more from `now` as in
 * `9 Jul 2024, 00:01`.
 */
export function formatDateTime(time: number | null | undefined, now = Date.now()): string {
  if (time == null) return missing;
  const {dateTime, dateTimeYear} = formats();
  const format = Math.abs(now - time) < 182 * 86_400_000 ? dateTime : dateTimeYear;
  return format.format(time).replace(/^(\w+),/, "$1");
}

/** A day in the page's zone, as in `9 Jul 2024`. */
export const formatDate = (time: number | null | undefined): string =>
  time == null ? missing : formats().date.format(time);

/** An instant in UTC, to the minute, as shown on hover. */
export const formatUtc = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** 1 Monday ... 7 Sunday. */
export const formatWeekday = (weekday: number): string =>
  ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday - 1] ?? missing;

/** A count with its noun, as in `1 request` or `12 requests`. */
export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;
