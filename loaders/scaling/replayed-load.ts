import {calibratedBounds} from "./calibrated-bounds.ts";
import {hourAhead} from "./hour-ahead.ts";
import type {LoadHistory} from "./load-history.ts";
import type {ReplayedLoad} from "./replay.ts";

/**
 * The last days of a load beside the upper bound that a plan renewed every hour, an hour ahead, would have used: 99 % of
 * the minutes of the 14 days before each day were below such a bound. null when the history is too short.
 */
export async function replayedLoad({hours, minutes}: LoadHistory): Promise<ReplayedLoad | null> {
  const expected = await hourAhead(hours);
  if (expected === null) return null;
  const from = (expected.start - minutes.start) / minutes.step;
  const actual = minutes.values.subarray(from, from + expected.values.length);
  const bound = calibratedBounds(expected.values, actual);
  const skipped = actual.length - bound.length;
  return {
    actual: {start: expected.start + skipped * minutes.step, step: minutes.step, values: actual.subarray(skipped)},
    bound
  };
}
