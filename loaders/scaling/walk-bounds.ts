import type {Regular} from "../forecast/regular.ts";
import {forecastPeaks} from "./forecast-peaks.ts";
import {type Headroom, peakBounds} from "./peak-bounds.ts";
import {perMinute} from "./per-minute.ts";
import {periodOf} from "./period.ts";

export interface WalkOptions extends Headroom {
  /** What one server carries: loads of a hundredth of it and below are all alike. */
  capacity: number;
  /** How long before its period each bound is made. */
  bootMs: number;
  /** Length of the periods. */
  horizonMs: number;
}

/** Upper bounds of a load, period by period, each from what was known a boot time before it. */
export interface BoundWalk {
  /** The part of the load that has bounds, by the minute: whole periods of the UTC clock; empty for a short load. */
  load: Regular;
  /** By the minutes of `load`. */
  bounds: Float64Array;
  /** Of the period that begins a boot time after the load's end: ms UTC, its expected peak and upper bound. */
  coming: {time: number; expected: number; bound: number};
}

/**
 * Walks along a load. Gaps (NaN) are allowed.
 *
 * @throws for a load of less than two hours, and for a horizon that does not fit its steps
 */
export function walkBounds({start, step, values}: Regular, {capacity, ...options}: WalkOptions): BoundWalk {
  const period = periodOf(step, options);
  const {length, lead, hour} = period;
  if (values.length < 2 * hour)
    throw new Error(`too short a load: ${(values.length * step) / 60_000} minutes (a plan takes two hours or more)`);
  const earliest = lead + Math.max(hour, length);
  const first = (Math.ceil((start / step + earliest) / length) * length * step - start) / step;
  const floor = capacity / 100;
  const forecasts = forecastPeaks(values, period, {first, floor});
  const bounds = peakBounds(values, forecasts, period, {...options, floor});

  const periods = bounds.length - 1;
  const planned = values.subarray(first, first + periods * length);
  return {
    load: {start: start + first * step, step: 60_000, values: perMinute({start, step, values: planned})},
    bounds: perMinute({start, step: options.horizonMs, values: bounds.subarray(0, periods)}),
    coming: {
      time: start + (values.length + lead) * step,
      expected: Math.max(0, Math.exp(forecasts.expected[periods]!) - floor),
      bound: bounds[periods]!
    }
  };
}
