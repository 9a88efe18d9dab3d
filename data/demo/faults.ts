import {day, hour, minute} from "./calendar.ts";
import {type MeterId, meterOf, meters} from "./meters.ts";
import {bits, channel, uniform} from "./noise.ts";

interface At {
  meter: MeterId;
  /** ms UTC, half-open: the fault holds from <= time < to. */
  from: number;
  to: number;
}

/** Water that escapes: `flow` m³/h more, reached after `ramp` ms, and `pressure` bar less. */
export interface Loss extends At {
  kind: "leak" | "burst";
  flow: number;
  pressure: number;
  ramp: number;
}

/** The meter repeats what it read at `from`. */
export interface Stuck extends At {
  kind: "stuck";
}

/** The meter says nothing. */
export interface Gap extends At {
  kind: "gap";
}

/** The meter says something that cannot be, for one minute. */
export interface Impossible extends At {
  kind: "impossible";
  quantity: "flow" | "pressure";
  value: number;
}

export type Fault = Loss | Stuck | Gap | Impossible;

/** What the leak at 001 has grown to when the demo starts, as a share of the night flow. */
export const leakShare = 0.2;

/** Everything that goes wrong with the meters in the year before the anchor, and the leak that goes on after it. */
export function faults(anchor: number): Fault[] {
  return [
    ...losses(anchor),
    {kind: "stuck", meter: "003", from: anchor - 9 * day, to: anchor - 9 * day + 6 * hour},
    ...gaps(anchor),
    ...impossibles(anchor)
  ];
}

function losses(anchor: number): Loss[] {
  const leak = leakShare * meterOf["001"].nightFlow;
  const burst = 0.9 * meterOf["002"].nightFlow;
  const [leakStart, burstStart] = [anchor - 20 * day, anchor - 3 * day];
  return [
    {
      kind: "leak",
      meter: "001",
      from: leakStart,
      to: Number.POSITIVE_INFINITY,
      flow: leak,
      pressure: 0,
      ramp: 20 * day
    },
    {kind: "burst", meter: "002", from: burstStart, to: burstStart + 5 * hour, flow: burst, pressure: 0.5, ramp: minute}
  ];
}

/** One a month of three minutes to five hours, every fourth on all meters (a power cut), and one in the last week. */
function gaps(anchor: number): Gap[] {
  const place = channel("gaps");
  const older = Array.from({length: 11}, (_, i) => {
    const from = anchor - Math.round(((i + 1.2 + 0.6 * uniform(place, 3 * i)) * 30 * day) / minute) * minute;
    const to = from + Math.round(3 * 100 ** uniform(place, 3 * i + 1)) * minute;
    const hit = i % 4 === 3 ? meters : [meters[bits(place, 3 * i + 2) % meters.length]!];
    return hit.map((meter): Gap => ({kind: "gap", meter, from, to}));
  });
  const recent = anchor - 5 * day - 4 * hour;
  return [...older.flat(), {kind: "gap", meter: "003", from: recent, to: recent + 95 * minute}];
}

/** What a meter's electronics say when they fail: registers at their end, signs that flipped. */
const nonsense = [
  {quantity: "flow", value: 6553.5},
  {quantity: "pressure", value: -1},
  {quantity: "flow", value: -12.4},
  {quantity: "pressure", value: 65.53}
] as const;

function impossibles(anchor: number): Impossible[] {
  const place = channel("impossible");
  return Array.from({length: 7}, (_, i) => {
    const back = i === 0 ? 2 * day : (i + 0.3 * uniform(place, i)) * 50 * day;
    const from = anchor - Math.round(back / minute) * minute;
    return {
      kind: "impossible",
      meter: meters[i % meters.length]!,
      from,
      to: from + minute,
      ...nonsense[i % nonsense.length]!
    };
  });
}
