import {mean} from "../math/mean.ts";
import type {NightState} from "./night.ts";
import {nightOf} from "./night-flow.ts";

/** What runs in a night that is not over, in the unit of flow; null where nothing tells. */
export interface NightSoFar {
  /** Mean of the ten minutes. */
  mean: number | null;
  /** Lowest hour since the night began. */
  lowest: number | null;
  /** What the mean of the last three nights was held against. */
  reference: number | null;
}

const [tenMinuteMs, dayMs] = [600_000, 86_400_000];
const rows = 6;

/**
 * How a night stands at the end of ten minutes of it; null by day.
 *
 * @param state of a walk of the night detector
 * @param offset how far local clocks are ahead of UTC, ms
 * @param end of the ten minutes, ms UTC
 */
export function nightSoFar(
  {past, means, recent}: NightState,
  offset: (time: number) => number,
  end: number
): NightSoFar | null {
  const from = end - tenMinuteMs;
  const day = Math.floor((from + offset(from)) / dayMs);
  const night = [day - 1, day].map((one) => nightOf(one, offset)).find(({time, end}) => time <= from && from < end);
  if (!night) return null;
  const at = (slot: number): number => {
    if (slot === means.slot) return means.count ? means.sum / means.count : Number.NaN;
    return recent[recent.length - (means.slot - slot) / tenMinuteMs] ?? Number.NaN;
  };
  const slots = Array.from({length: (end - night.time) / tenMinuteMs}, (_, i) => at(night.time + i * tenMinuteMs));
  const hours = slots.slice(rows - 1).map((_, i) => slots.slice(i, i + rows));
  const lowest = Math.min(...hours.filter((hour) => hour.every(Number.isFinite)).map((hour) => mean(hour)));
  return {mean: orNull(slots.at(-1)!), lowest: orNull(lowest), reference: past.nights.at(-1)?.reference ?? null};
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
