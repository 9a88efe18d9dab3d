import type {Model} from "../model.ts";
import {type Regular, seasonsOf} from "../regular.ts";

/** Repeats the last `season` values; the last value alone where the history is shorter than that. */
export function repeatLast({values}: Regular, season: number, horizon: number): Float64Array {
  const last = values.length - 1;
  const period = values.length >= season ? season : 1;
  return Float64Array.from({length: horizon}, (_, h) => values[last - period + 1 + (h % period)] ?? 0);
}

/** The day before, again. */
export const seasonalNaive: Model<null> = {
  name: "seasonal naive",
  about: "the last day again",
  fit: () => null,
  forecast: (_, history, horizon) => repeatLast(history, seasonsOf(history.step).day, horizon)
};
