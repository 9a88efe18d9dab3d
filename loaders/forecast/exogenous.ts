import {mean} from "../math/mean.ts";
import {standardDeviation} from "../math/standard-deviation.ts";
import {type Regular, seasonsOf} from "./regular.ts";

/** A column as models see it: standardised, and for a time past the end of what is known the day before again. */
export interface Driver {
  values: Float64Array;
  /** How many values past the end of the history are known. */
  ahead: number;
  day: number;
}

/** What is known beside a history, as models see it. */
export const driversOf = (history: Regular): Driver[] =>
  (history.exogenous ?? []).map(({values}) => {
    const known = values.subarray(0, history.values.length);
    const center = mean(known);
    const spread = standardDeviation(known) || 1;
    const {day} = seasonsOf(history.step);
    return {
      values: values.map((value) => (value - center) / spread),
      ahead: Math.max(0, values.length - history.values.length),
      day
    };
  });

/** The value at a place, as far as it is known at an origin; past that, that of the same time on the last day known. */
export function drivenAt({values, ahead, day}: Driver, t: number, origin: number): number {
  const known = Math.min(values.length, origin + ahead);
  const at = t < known ? t : t - day * Math.ceil((t - known + 1) / day);
  return values[Math.max(0, at)]!;
}

/** Mean over the day that ends with a place, as far as it is known at an origin. */
export function dayDrivenAt(driver: Driver, t: number, origin: number): number {
  let sum = 0;
  for (let k = 0; k < driver.day; k++) sum += drivenAt(driver, t - k, origin);
  return sum / driver.day;
}
