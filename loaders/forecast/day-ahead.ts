import {fillGaps} from "./fill-gaps.ts";
import type {Model} from "./model.ts";
import {head, type Regular, seasonsOf} from "./regular.ts";

/**
 * What a model would have said of each day at its beginning, knowing what came before: one series from the day of `from`
 * on, up to a day past the end of the history. NaN while there are less than two days to learn from.
 *
 * The model is fitted once, on what came before `from`.
 */
export async function dayAhead<State>(model: Model<State>, series: Regular, from: number): Promise<Regular> {
  const {day} = seasonsOf(series.step);
  const dayMs = day * series.step;
  const history = fillGaps(series);
  const begin = Math.max(Math.floor(from / dayMs), Math.ceil(history.start / dayMs)) * dayMs;
  const rows = (history.start - begin) / history.step + history.values.length;
  const days = Math.max(0, Math.floor(rows / day) + 1);
  const expected = new Float64Array(days * day).fill(Number.NaN);
  const known = (n: number) => head(history, (begin - history.start) / history.step + n * day);
  const first = Array.from({length: days}, (_, n) => n).find((n) => known(n).values.length >= 2 * day);
  if (first !== undefined) {
    const state = await model.fit(known(first), day);
    for (let n = first; n < days; n++) expected.set(model.forecast(state, known(n), day), n * day);
  }
  return {start: begin, step: series.step, values: expected};
}
