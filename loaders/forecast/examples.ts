import {coprimeStride} from "./coprime-stride.ts";
import {dayTypesOf} from "./day-types.ts";
import {driversOf} from "./exogenous.ts";
import {type Seen as Known, OriginFeatures, reachOf, widthOf} from "./features.ts";
import {type Regular, seasonsOf, tail} from "./regular.ts";
import {type Scale, scaled, scaleOf} from "./scale.ts";

/** What is known at one origin. */
interface View {
  /** What the value `h` steps ahead is learnt relative to. */
  base(h: number): number;
  /** Writes the features of that value at a place of an array. */
  write(h: number, target: Float64Array, position: number): void;
}

export interface ExampleOptions {
  /** Rows at most. */
  most?: number;
  /** Steps of history before the first origin. */
  reach?: number;
  /** Features in a row. */
  width?: number;
  /** Origins ascend. */
  at?: (origin: number) => View;
}

/** Rows to learn from: features (rows x width, row by row) and what came, relative to the origin's base. */
export interface Examples {
  rows: number;
  features: Float64Array;
  targets: Float64Array;
}

const yearDays = 365;
/** Steps ahead that are taken of each origin. */
const perOrigin = 8;

/** Whether a history is long enough, and its steps few enough in a day, to learn from its calendar. */
export function suitsCalendar({values, step}: Regular): boolean {
  const {day, week} = seasonsOf(step);
  return day >= 4 && day <= 96 && values.length >= reachOf(step) + 8 * week;
}

/** A history as models of the calendar see it. */
export interface Seen extends Known {
  scale: Scale;
}

/** The last year of a history on its scale, with the days up to the end of the horizon. */
export function seen(history: Regular, horizon: number): Seen {
  const {day} = seasonsOf(history.step);
  const recent = tail(history, yearDays * day + reachOf(history.step));
  const scale = scaleOf(recent.values);
  const z = scaled(scale, recent.values);
  return {
    history: recent,
    z,
    scale,
    days: dayTypesOf(recent, z, Math.ceil(horizon / day) + 2),
    drivers: driversOf(recent)
  };
}

/** Examples from origins all over a history; their number is bounded, and which ones they are does not depend on chance. */
export function examplesOf(
  from: Known,
  horizon: number,
  {
    most = 8000,
    reach = reachOf(from.history.step),
    width = widthOf(from),
    at = (origin) => new OriginFeatures(from, origin)
  }: ExampleOptions = {}
): Examples {
  const {history, z} = from;
  const {day} = seasonsOf(history.step);
  const room = z.length - reach - 1;
  const stride = coprimeStride(Math.ceil((room * perOrigin) / most), day);
  const features = new Float64Array(most * width);
  const targets = new Float64Array(most);
  let rows = 0;
  let turn = 0;
  for (let origin = reach; origin < z.length && rows < most; origin += stride) {
    const view = at(origin);
    for (let k = 0; k < perOrigin && rows < most; k++) {
      const h = Math.floor(((k + golden(turn++)) / perOrigin) * horizon);
      if (origin + h >= z.length) continue;
      view.write(h, features, rows * width);
      targets[rows++] = z[origin + h]! - view.base(h);
    }
  }
  return {rows, features: features.subarray(0, rows * width), targets: targets.subarray(0, rows)};
}

/** Evenly spread numbers in [0, 1). */
const golden = (n: number): number => (n * 0.6180339887498949) % 1;
