import type {Moment} from "./novelty-score.ts";
import {OutlierScore} from "./outlier-score.ts";

/** Rows of one series in any order: times ms UTC, values NaN where missing. */
export interface Rows {
  times: ArrayLike<number>;
  values: ArrayLike<number>;
}

export interface Scored {
  /** Score in [0, 1] of each row, in the order of the rows; 0 where there is no value. */
  scores: Float64Array;
  /** What was judged, in order of time: the rows that have a value, or means of five where they come fast. */
  moments: Moment[];
}

/** Scores every row of a series by the rows before it in time. */
export function scoreSeries({times, values}: Rows, {onRow = (_done: number): void => {}} = {}): Scored {
  const scores = new Float64Array(values.length);
  const moments: Moment[] = [];
  const score = new OutlierScore();
  const order = inOrder(times);
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    scores[row] = score.push(times[row]!, values[row]!);
    moments.push(...score.judged);
    onRow(i + 1);
  }
  return {scores, moments};
}

/** Rows by ascending time; those of one time as they came. */
function inOrder(times: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({length: times.length}, (_, i) => i);
  for (let i = 1; i < order.length; i++)
    if (!(times[i - 1]! <= times[i]!)) return order.sort((a, b) => times[a]! - times[b]! || a - b);
  return order;
}
