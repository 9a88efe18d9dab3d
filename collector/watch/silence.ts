import {matches} from "../../data/settings.ts";

/** When some series are not to be told of: between two instants, or every day between two local times of day. */
export interface Silence {
  /** `*` stands for anything. */
  series: string;
  /** ms UTC, or ms of the local day. */
  daily: boolean;
  from: number;
  to: number;
}

const dayMs = 86_400_000;

/** Whether a series is silent at an instant. A daily window that begins later than it ends goes over midnight. */
export function isSilent(
  windows: readonly Silence[],
  series: string,
  time: number,
  offset: (time: number) => number
): boolean {
  const local = (time + offset(time)) % dayMs;
  return windows.some(({series: pattern, daily, from, to}) => {
    if (!matches(pattern, series)) return false;
    if (!daily) return time >= from && time < to;
    return from <= to ? local >= from && local < to : local >= from || local < to;
  });
}
