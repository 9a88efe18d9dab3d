import {TZDate, tzOffset} from "@date-fns/tz";

const minute = 60_000;
const hour = 60 * minute;

/** Edges of the last `count` days of an IANA zone up to the one that holds `now`: `count` midnights and the next one. */
export const dayEdges = (now: number, count: number, zone: string): number[] =>
  Array.from({length: count + 1}, (_, i) => midnight(now, i + 1 - count, zone));

/** Edges of the last `count` weeks, Monday to Sunday, of an IANA zone up to the one that holds `now`. */
export function weekEdges(now: number, count: number, zone: string): number[] {
  const sinceMonday = localHour(now, zone).weekday - 1;
  return Array.from({length: count + 1}, (_, i) => midnight(now, 7 * (i + 1 - count) - sinceMonday, zone));
}

function midnight(now: number, daysLater: number, zone: string): number {
  const date = new TZDate(now, zone);
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() + daysLater);
  return date.getTime();
}

/** Edges of the last `count` hours up to the one that holds `now`. */
export function hourEdges(now: number, count: number): number[] {
  const end = startOfHour(now) + hour;
  return Array.from({length: count + 1}, (_, i) => end - (count - i) * hour);
}

/** Start of the UTC hour that holds an instant. */
export const startOfHour = (time: number): number => Math.floor(time / hour) * hour;

/** Weekday (1 Monday ... 7 Sunday) and hour (0 ... 23) of an instant in an IANA zone. */
export function localHour(time: number, zone: string): {weekday: number; hour: number} {
  const local = new Date(time + tzOffset(zone, new Date(time)) * minute);
  return {weekday: local.getUTCDay() || 7, hour: local.getUTCHours()};
}

/** Hour of the local week, 0 (Monday 0:00) ... 167, of an instant in an IANA zone. */
export function hourOfWeek(time: number, zone: string): number {
  const local = localHour(time, zone);
  return 24 * (local.weekday - 1) + local.hour;
}
