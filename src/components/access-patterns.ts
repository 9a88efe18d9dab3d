import {toWall} from "./zone-time.js";

export interface AccessData {
  /** Start of the first hour, UTC ms; null without calls. */
  start: number | null;
  /** Calls in each UTC hour, the most called API first. */
  apis: readonly {api: string; calls: readonly number[]}[];
}

export interface AccessPattern {
  api: string;
  /** In the whole period. */
  calls: number;
  /** Mean calls in each hour of the local week that the period holds; weekday 1 Monday ... 7 Sunday, hour 0 ... 23. */
  hours: {weekday: number; hour: number; value: number}[];
  /** Six 4-hour blocks of the local day, "0-4" ... "20-24": calls, and calls a day. */
  blocks: {block: string; calls: number; perDay: number}[];
}

const hour = 3_600_000;
const week = 168;

/** When each API was called in [from, to), in hours and days of a zone, and how many hours of that are known. */
export function accessPatterns(
  {start, apis}: AccessData,
  {from, to}: {from: number; to: number},
  zone: string
): {hours: number; apis: AccessPattern[]} {
  const known = apis[0]?.calls.length ?? 0;
  const begin = start ?? 0;
  const first = Math.max(0, Math.floor((from - begin) / hour));
  const end = Math.min(known, Math.ceil((to - begin) / hour));
  if (end <= first) return {hours: 0, apis: []};
  const slots = Array.from({length: end - first}, (_, i) => hourOfWeek(begin + (first + i) * hour, zone));
  const seen = counted(slots, () => 1);
  const patterns = apis.map(({api, calls}) =>
    patternOf(
      api,
      counted(slots, (i) => calls[first + i]!),
      seen
    )
  );
  return {hours: slots.length, apis: patterns.sort((a, b) => b.calls - a.calls)};
}

function patternOf(api: string, calls: readonly number[], seen: readonly number[]): AccessPattern {
  const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const days = total(seen) / 24;
  return {
    api,
    calls: total(calls),
    hours: calls.flatMap((n, i) =>
      seen[i] ? {weekday: Math.floor(i / 24) + 1, hour: i % 24, value: n / seen[i]} : []
    ),
    blocks: Array.from({length: 6}, (_, block) => {
      const own = total(calls.filter((_, i) => Math.floor((i % 24) / 4) === block));
      return {block: `${4 * block}-${4 * block + 4}`, calls: own, perDay: own / days};
    })
  };
}

function counted(slots: readonly number[], count: (i: number) => number): number[] {
  const counts = new Array<number>(week).fill(0);
  for (const [i, slot] of slots.entries()) counts[slot]! += count(i);
  return counts;
}

/** Hour of the local week, 0 (Monday 0:00) ... 167. */
function hourOfWeek(time: number, zone: string): number {
  const wall = new Date(toWall(time, zone));
  return 24 * ((wall.getUTCDay() + 6) % 7) + wall.getUTCHours();
}
