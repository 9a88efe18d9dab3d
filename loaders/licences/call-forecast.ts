import {tzOffset} from "@date-fns/tz";
import {backtest} from "../forecast/backtest.ts";
import {blendTrials} from "../forecast/blend.ts";
import {fitForecast} from "../forecast/fit-forecast.ts";
import {forecastFrom} from "../forecast/forecast-from.ts";
import {quickModels} from "../forecast/models/index.ts";
import type {Regular} from "../forecast/regular.ts";
import type {Trial} from "../forecast/trial.ts";
import {countScale} from "./count-scale.ts";

const hour = 3_600_000;
/** Most origins of the backtest that intervals come from: one a day in the last third of half a year. */
const origins = 60;

/** Mean numbers of calls to be expected, and how such forecasts did. */
export interface CallForecast {
  model: string;
  /** Calls of each hour from `start` on. */
  expected: Float64Array;
  /** Rolling origins, ascending, on the same scale; never none. */
  trials: Trial[];
}

/**
 * Forecasts the calls of the `hours` hours from `start` (ms UTC) on, from counts of the hours up to it, oldest first, by
 * the clock on the wall of the IANA `zone`. null where the history is too short to test a forecast on: it takes three
 * times as long.
 */
export async function callForecast(
  calls: readonly number[],
  {start, zone, hours}: {start: number; zone: string; hours: number}
): Promise<CallForecast | null> {
  const history = localHours(calls, start, zone);
  // A clock that goes forward skips an hour on the way.
  const horizon = hours + 1;
  const fitted = await fitForecast(history, {horizon});
  if (!fitted?.newest) return null;
  const parts = fitted.parts.map(({model, weight}) => ({model: quickModels.find(({name}) => name === model)!, weight}));
  const own = await Promise.all(parts.map(({model}) => backtest(model, history, {horizon, origins})));
  const trials = blendTrials(
    own,
    parts.map(({weight}) => weight)
  );
  const mean = countScale(trials);
  const forecast = forecastFrom(fitted, history, quickModels);
  return {
    model: fitted.model,
    expected: Float64Array.from({length: hours}, (_, i) => {
      const slot = (localTime(start + i * hour, zone) - forecast.start) / hour;
      return mean(forecast.mean[Math.floor(slot)]!);
    }),
    trials: trials.map((trial) => ({...trial, forecast: trial.forecast.map(mean)}))
  };
}

/** Counts by the hour of the local clock, as if that were UTC: an hour that comes twice has the mean, one that never comes is a gap. */
function localHours(calls: readonly number[], end: number, zone: string): Regular {
  const first = end - calls.length * hour;
  const start = Math.floor(localTime(first, zone) / hour) * hour;
  const slotOf = (i: number) => Math.floor((localTime(first + i * hour, zone) - start) / hour);
  const length = calls.length ? slotOf(calls.length - 1) + 1 : 0;
  const sums = new Float64Array(length);
  const times = new Float64Array(length);
  for (const [i, count] of calls.entries()) {
    const slot = slotOf(i);
    sums[slot]! += count;
    times[slot]! += 1;
  }
  return {start, step: hour, values: sums.map((sum, slot) => (times[slot] ? sum / times[slot]! : Number.NaN))};
}

const localTime = (time: number, zone: string): number => time + tzOffset(zone, new Date(time)) * 60_000;
