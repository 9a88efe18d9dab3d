import {mean} from "../math/mean.ts";
import {callForecast} from "./call-forecast.ts";
import {negativeBinomialQuantile} from "./negative-binomial.ts";
import {type MaintenanceWindow, quietestWindow} from "./quietest-window.ts";
import {windowDispersion} from "./window-dispersion.ts";
import {windowSums} from "./window-sums.ts";

const hour = 3_600_000;
const week = 168;
const longest = 48;

export interface Maintenance {
  /** The model that the calls were forecast with; null where they are means of the same hours of the weeks before. */
  model: string | null;
  /** The quietest stretch of each whole length from 1 to 48 h, shortest first; with little history there are fewer. */
  windows: MaintenanceWindow[];
  /** Calls to be expected in each hour that they may lie in; empty without a model. */
  hours: {time: number; calls: number}[];
}

/**
 * The stretches of whole hours with the fewest calls to be expected among those that begin after `start` (ms UTC) and
 * within a week, from counts of the hours up to `start`, oldest first: by a forecast, or, where the history is too short
 * to test one on, by the means of the last eight weeks. None with less than two weeks.
 */
export async function maintenanceWindows(
  calls: readonly number[],
  {start, zone}: {start: number; zone: string}
): Promise<Maintenance> {
  const lengths = Array.from({length: longest}, (_, i) => i + 1);
  const forecast = await callForecast(calls, {start, zone, hours: week + longest});
  if (!forecast) {
    const recent = calls.slice(-8 * week);
    const windows = lengths.flatMap((length) => quietestWindow(recent, {start, length, zone}) ?? []);
    return {model: null, windows, hours: []};
  }
  const {model, expected, trials} = forecast;
  const sums = windowSums(expected, longest);
  const dispersion = windowDispersion(trials);
  return {
    model,
    windows: lengths.map((length) => windowOf(sums[length]!, dispersion[length]!, {start, length})),
    hours: Array.from(expected, (calls, i) => ({time: start + i * hour, calls}))
  };
}

function windowOf(
  sums: Float64Array,
  dispersion: number,
  {start, length}: {start: number; length: number}
): MaintenanceWindow {
  const at = sums.reduce((best, sum, i) => (sum < sums[best]! ? i : best), 0);
  const expected = sums[at]!;
  const variance = expected + dispersion * expected ** 2;
  const from = start + (at + 1) * hour;
  return {
    hours: length,
    from,
    to: from + length * hour,
    expected,
    lo90: negativeBinomialQuantile(0.05, expected, variance),
    hi90: negativeBinomialQuantile(0.95, expected, variance),
    typical: mean(sums)
  };
}
