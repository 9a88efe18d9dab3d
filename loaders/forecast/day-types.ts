import {mean} from "../math/mean.ts";
import {type Regular, seasonsOf} from "./regular.ts";

/** Kinds of days that are alike: workdays, Saturdays, and Sundays with the holidays. */
export const dayType = {workday: 0, saturday: 1, restday: 2} as const;

const dayMs = 86_400_000;
/** A workday counts as a holiday when its distance to Sundays is less than this share of that to its own weekday. */
const margin = 0.6;

/** What every day is like, from the day in which a history starts. */
export interface DayTypes {
  /** Days since 1970 of the first. */
  first: number;
  /** A value of `dayType` by day. */
  types: Uint8Array;
  /** 1 for holidays that are no Sundays. */
  holidays: Uint8Array;
}

/**
 * The days of a history and `ahead` days more. Holidays are learnt: workdays on which the series ran as on the Sundays
 * around them. One with a fixed date is expected again the year after. Days are those of the series' own clock.
 *
 * @param z the history on a model's scale
 */
export function dayTypesOf({start, step}: Regular, z: Float64Array, ahead: number): DayTypes {
  const {day} = seasonsOf(step);
  const first = Math.floor(start / dayMs);
  const skipped = Math.round((start - first * dayMs) / step);
  const known = Math.ceil((skipped + z.length) / day);
  const holidays = new Uint8Array(known + ahead);
  const shapeOf = (index: number) => {
    const from = index * day - skipped;
    return from >= 0 && from + day <= z.length ? z.subarray(from, from + day) : null;
  };
  for (let index = 0; index < known; index++) if (isHoliday(index, first, shapeOf)) holidays[index] = 1;
  for (let index = known; index < known + ahead; index++) holidays[index] = yearBefore(holidays, first, index);
  const types = holidays.map((holiday, index) => (holiday ? dayType.restday : typeOf(first + index)));
  return {first, types, holidays};
}

/** 0 is Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

function typeOf(day: number): number {
  const weekday = weekdayOf(day);
  if (weekday < 5) return dayType.workday;
  return weekday === 5 ? dayType.saturday : dayType.restday;
}

/** Against the means of the same weekday and of Sundays, two weeks to either side. */
function isHoliday(index: number, first: number, shapeOf: (index: number) => Float64Array | null): boolean {
  const weekday = weekdayOf(first + index);
  const own = shapeOf(index);
  if (weekday > 4 || !own) return false;
  const around = (center: number) => [-14, -7, 7, 14].flatMap((days) => shapeOf(center + days) ?? []);
  const same = around(index);
  const sundays = [...around(index + 6 - weekday), ...[shapeOf(index + 6 - weekday), shapeOf(index - 1 - weekday)]];
  const rest = sundays.filter((shape) => shape !== null);
  if (same.length < 2 || rest.length < 2) return false;
  return distance(own, rest) < margin * distance(own, same) && distance(own, rest) < distance(meanOf(rest), same);
}

function yearBefore(holidays: Uint8Array, first: number, index: number): number {
  const date = new Date((first + index) * dayMs);
  if (weekdayOf(first + index) > 4) return 0;
  const before = Date.UTC(date.getUTCFullYear() - 1, date.getUTCMonth(), date.getUTCDate()) / dayMs;
  return holidays[before - first] ?? 0;
}

const meanOf = (shapes: Float64Array[]): Float64Array =>
  shapes[0]!.map((_, i) => mean(shapes.map((shape) => shape[i]!)));

/** Mean absolute difference between a day and the mean of others. */
function distance(own: Float64Array, others: Float64Array[]): number {
  const usual = meanOf(others);
  return mean(own.map((value, i) => Math.abs(value - usual[i]!)));
}
