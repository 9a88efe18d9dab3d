import {type Regular, tail} from "../forecast/regular.ts";
import type {ReplayedLoad} from "./replay.ts";
import {walkBounds} from "./walk-bounds.ts";

const minute = 60_000;
const day = 1440;

/**
 * The last days of a load beside the upper bound that a plan renewed every hour would have used, made a quarter of an hour
 * before each (or a boot time, if that is longer): all but 1 % of the minutes before were below such a bound. At most 14
 * days, and half of what is known; null with less than four days.
 */
export function replayedLoad(
  minutes: Regular,
  {capacity, bootMs}: {capacity: number; bootMs: number}
): ReplayedLoad | null {
  if (minutes.values.length < 4 * day) return null;
  const {load, bounds} = walkBounds(minutes, {
    ...{capacity, headroom: "auto", targetShort: 0.01},
    ...{horizonMs: 60 * minute, bootMs: Math.max(bootMs, 15 * minute)}
  });
  const count = Math.min(14, Math.floor(minutes.values.length / day / 2)) * day;
  return {actual: tail(load, count), bound: bounds.slice(-count)};
}
