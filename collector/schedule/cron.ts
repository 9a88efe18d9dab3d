import {offsetAt} from "../local-time.ts";

/** A cron expression of five fields: minute, hour, day of month, month, day of week. */
export interface Cron {
  minutes: number[];
  /** null for `*`: every hour that passes, as time does. */
  hours: number[] | null;
  dates: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  weekdays: ReadonlySet<number>;
  /** Both are restricted: then either is enough, as cron has it. */
  dateOrWeekday: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 86_400_000;
/** An expression for 29 February comes once in eight years at least. */
const farthestDays = 8 * 366;

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Throws what is wrong with an expression, and what to write. */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5)
    throw new Error(`not a cron expression: ${text} (write minute hour day month weekday, as in 30 2 * * *)`);
  const [minute, hour, date, month, weekday] = fields as [string, string, string, string, string];
  return {
    minutes: valuesOf(minute, "minute", [0, 59]),
    hours: hour === "*" ? null : valuesOf(hour, "hour", [0, 23]),
    dates: new Set(valuesOf(date, "day of month", [1, 31])),
    months: new Set(valuesOf(month, "month", [1, 12], monthNames)),
    weekdays: new Set(valuesOf(weekday, "day of week", [0, 7], dayNames).map((day) => day % 7)),
    dateOrWeekday: !date.startsWith("*") && !weekday.startsWith("*")
  };
}

function valuesOf(field: string, name: string, [first, last]: [number, number], names: string[] = []): number[] {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [, range, low, high, step] = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    const numberOf = (text: string) => {
      const i = names.indexOf(text.toLowerCase());
      return i < 0 ? (/^\d+$/.test(text) ? Number(text) : Number.NaN) : i + first;
    };
    const from = range === "*" ? first : numberOf(low ?? "");
    const to = range === "*" ? last : high === undefined ? (step ? last : from) : numberOf(high);
    if (!(from >= first && to <= last && from <= to && Number(step ?? 1) >= 1))
      throw new Error(`not a ${name}: ${part} (write ${first} to ${last}, a range, a list, or *)`);
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/**
 * The next instant after `time` that an expression names in a zone, ms UTC; null when there is none in eight years. Where
 * hours are named, a wall time that comes twice counts the first time, and one that a change of clocks skips counts as
 * soon as the change is over.
 */
export function nextOf(cron: Cron, timeZone: string, time: number): number | null {
  const today = dayOf(time, timeZone);
  for (let i = -1; i <= farthestDays; i++) {
    const found = dueOn(cron, timeZone, today + i * dayMs).find((due) => due > time);
    if (found !== undefined) return found;
  }
  return null;
}

/** The newest instant, not after `time`, that an expression names in a zone, ms UTC; null when there is none. */
export function previousOf(cron: Cron, timeZone: string, time: number): number | null {
  const today = dayOf(time, timeZone);
  for (let i = 1; i >= -farthestDays; i--) {
    const found = dueOn(cron, timeZone, today + i * dayMs).findLast((due) => due <= time);
    if (found !== undefined) return found;
  }
  return null;
}

/** The day on a zone's calendar, as its midnight read as UTC. */
const dayOf = (time: number, timeZone: string): number => Math.floor((time + offsetAt(timeZone, time)) / dayMs) * dayMs;

/** All instants of a day on the calendar, in their order. */
function dueOn(cron: Cron, timeZone: string, day: number): number[] {
  if (!isOn(cron, new Date(day))) return [];
  if (cron.hours === null) return everyHour(cron.minutes, timeZone, day);
  const walls = cron.hours.flatMap((hour) => cron.minutes.map((minute) => day + (hour * 60 + minute) * minuteMs));
  return [...new Set(walls.map((wall) => instantOf(wall, timeZone)))].sort((a, b) => a - b);
}

function isOn({dates, months, weekdays, dateOrWeekday}: Cron, day: Date): boolean {
  if (!months.has(day.getUTCMonth() + 1)) return false;
  const [onDate, onWeekday] = [dates.has(day.getUTCDate()), weekdays.has(day.getUTCDay())];
  return dateOrWeekday ? onDate || onWeekday : onDate && onWeekday;
}

function everyHour(minutes: readonly number[], timeZone: string, day: number): number[] {
  const due: number[] = [];
  let next = offsetAt(timeZone, day - dayMs);
  for (let hour = day - dayMs; hour < day + 2 * dayMs; hour += hourMs) {
    const offset = next;
    next = offsetAt(timeZone, hour + hourMs);
    // no zone changes twice in an hour: its minutes need a look one by one only where it has changed
    const times =
      offset === next ? minutes.map((minute) => hour + inHour(minute * minuteMs - offset)) : minutesOf(hour);
    for (const time of times) {
      const wall = time + offsetAt(timeZone, time);
      if (wall >= day && wall < day + dayMs && minutes.includes((wall / minuteMs) % 60)) due.push(time);
    }
  }
  return due.sort((a, b) => a - b);
}

const inHour = (ms: number): number => ((ms % hourMs) + hourMs) % hourMs;

const minutesOf = (hour: number): number[] => Array.from({length: 60}, (_, minute) => hour + minute * minuteMs);

/** When a zone's clocks show a time: for the first time, or when they have gone past it. */
function instantOf(wall: number, timeZone: string): number {
  const [before, after] = [offsetAt(timeZone, wall - dayMs), offsetAt(timeZone, wall + dayMs)];
  if (offsetAt(timeZone, wall - before) === before) return wall - before;
  if (offsetAt(timeZone, wall - after) === after) return wall - after;
  let change = wall - after;
  while (offsetAt(timeZone, change) === before) change += minuteMs;
  return change;
}
