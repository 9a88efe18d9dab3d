import type {Trial} from "../forecast/trial.ts";
import {windowSums} from "./window-sums.ts";

/** Share of a trial's windows, the quietest ones by forecast, that dispersion is measured on. */
const quiet = 0.05;
const longest = 48;
/** Of the normal distribution at 95 %. */
const z = 1.645;

/**
 * How much more counts of whole windows differ from their forecast than chance alone makes them: the variance of a count
 * is mean + dispersion * mean². By the window's length in hours, from 1 to 48; [0] is unused. Measured by moments on the
 * sums of the quietest twentieth of each trial's windows, so what is wrong with those that come to be chosen is in it, and
 * so are errors that neighbouring hours share.
 *
 * What exceeds the dispersion of independent errors, which falls as 1 / length, is shared by the hours of a window and often
 * by trials too. That part is therefore widened as Student's t is against the normal distribution (A. Peiser, Annals of
 * Mathematical Statistics 14, 1943), with one degree of freedom for each whole horizon that the trials cover.
 */
export function windowDispersion(trials: readonly Trial[]): Float64Array {
  const plain = measured(trials);
  const horizon = trials[0]!.forecast.length;
  const freedom = (trials.at(-1)!.origin - trials[0]!.origin + horizon) / horizon;
  const widened = (1 + (z * z + 1) / (4 * freedom)) ** 2;
  return plain.map((dispersion, length) => {
    const shared = length ? Math.max(0, dispersion - plain[1]! / length) : 0;
    return dispersion + shared * (widened - 1);
  });
}

function measured(trials: readonly Trial[]): Float64Array {
  const excess = new Float64Array(longest + 1);
  const squares = new Float64Array(longest + 1);
  for (const {forecast, actual} of trials) {
    const counts = windowSums(actual, longest);
    for (const [length, expected] of windowSums(forecast, longest).entries()) {
      const limit = expected.slice().sort()[Math.ceil(quiet * expected.length) - 1]!;
      for (const [i, mean] of expected.entries()) {
        const count = counts[length]![i]!;
        if (mean > limit || Number.isNaN(count)) continue;
        excess[length]! += (count - mean) ** 2 - mean;
        squares[length]! += mean ** 2;
      }
    }
  }
  return excess.map((sum, length) => (squares[length]! > 0 ? Math.max(0, sum / squares[length]!) : 0));
}
