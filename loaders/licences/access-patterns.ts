import {hourOfWeek} from "../local-calendar.ts";

/** Calls of one API in the hour that begins at `time`, ms UTC. */
export interface HourlyCalls {
  api: string;
  time: number;
  calls: number;
}

export interface ApiAccess {
  api: string;
  calls: number;
  /** Six 4-hour blocks, "0-4" ... "20-24": calls, and calls per day. */
  blocks: {block: string; calls: number; perDay: number}[];
}

export interface AccessHour {
  api: string;
  /** 1 Monday ... 7 Sunday. */
  weekday: number;
  /** 0 ... 23. */
  hour: number;
  /** Mean calls in one such hour. */
  calls: number;
}

const hour = 3_600_000;
const week = 168;

/** Calls by API, most called first, and 4-hour block of the local day, over `days` days. */
export function accessBlocks(hours: readonly HourlyCalls[], days: number, zone: string): ApiAccess[] {
  return [...weeks(hours, zone)]
    .map(([api, counts]) => {
      const blocks = new Array<number>(6).fill(0);
      for (const [i, calls] of counts.entries()) blocks[Math.floor((i % 24) / 4)]! += calls;
      return {
        api,
        calls: blocks.reduce((a, b) => a + b),
        blocks: blocks.map((calls, i) => ({block: `${4 * i}-${4 * i + 4}`, calls, perDay: calls / days}))
      };
    })
    .sort((a, b) => b.calls - a.calls);
}

/**
 * Mean calls of each API in each hour of the local week that `window` (ms UTC, half-open) holds; `hours` lie in it.
 */
export function accessHeatmap(
  hours: readonly HourlyCalls[],
  window: {from: number; to: number},
  zone: string
): AccessHour[] {
  const seen = new Array<number>(week).fill(0);
  for (let time = window.from; time < window.to; time += hour) seen[hourOfWeek(time, zone)]! += 1;
  return [...weeks(hours, zone)].flatMap(([api, counts]) =>
    counts.flatMap((calls, i) =>
      seen[i] ? {api, weekday: Math.floor(i / 24) + 1, hour: i % 24, calls: calls / seen[i]} : []
    )
  );
}

function weeks(hours: readonly HourlyCalls[], zone: string): Map<string, number[]> {
  const apis = new Map<string, number[]>();
  for (const {api, time, calls} of hours) {
    if (!apis.has(api)) apis.set(api, new Array(week).fill(0));
    apis.get(api)![hourOfWeek(time, zone)]! += calls;
  }
  return apis;
}
