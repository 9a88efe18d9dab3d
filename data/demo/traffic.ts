import {day, dayCurve, dayIndex, hour, isRestDay, minute, minuteOfDay, summer} from "./calendar.ts";
import {channel, drift, normal} from "./noise.ts";

/** Something that no calendar foretells: the load is multiplied, at once, and falls back over the last `fade` ms. */
export interface TrafficEvent {
  kind: "flash-crowd" | "campaign" | "outage";
  /** ms UTC, half-open. */
  from: number;
  to: number;
  factor: number;
  fade: number;
}

const year = 365 * day;
const workday = dayCurve(130, [
  [490, 10.3, 1.7],
  [410, 14.8, 2],
  [260, 20.2, 1.8]
]);
const restday = dayCurve(120, [
  [200, 11.5, 2.4],
  [175, 16, 3],
  [320, 20.6, 2]
]);
const [weeks, days, hours, minutes, white] = ["weeks", "days", "hours", "minutes", "white"].map((name) =>
  channel(`traffic/${name}`)
) as [number, number, number, number, number];

/** The irregular events of the year before the anchor. */
export function trafficEvents(anchor: number): TrafficEvent[] {
  const event = (kind: TrafficEvent["kind"], back: number, length: number, factor: number, fade: number) => {
    const from = anchor - back;
    return {kind, from, to: from + length, factor, fade};
  };
  return [
    event("campaign", 290 * day, 40 * hour, 1.35, 10 * hour),
    event("flash-crowd", 204 * day + 7 * hour, 3 * hour, 1.8, 150 * minute),
    event("outage", 131 * day + 3 * hour, 45 * minute, 0.03, 0),
    event("campaign", 66 * day, 52 * hour, 1.3, 12 * hour),
    event("flash-crowd", 27 * day + 14 * hour, 4 * hour, 1.7, 3 * hour),
    event("flash-crowd", 8 * day + 5 * hour, 100 * minute, 1.9, 85 * minute)
  ];
}

/**
 * API calls of a web service in the minute that starts at `time` (ms UTC): daily and weekly shape, growth by half a
 * year, irregular events. A pure function of its arguments.
 */
export function gatewayTraffic(anchor: number): (time: number) => number {
  const events = trafficEvents(anchor);
  return (time) => {
    const index = dayIndex(time);
    const shape = (isRestDay(index) ? restday : workday)[minuteOfDay(time)]! * (1 - 0.06 * summer(index));
    const growth = 1.5 ** ((time - anchor) / year);
    const noise =
      0.03 * drift(weeks, time, 9 * day) +
      0.04 * drift(days, time, 30 * hour) +
      0.04 * drift(hours, time, 100 * minute) +
      0.03 * drift(minutes, time, 9 * minute);
    let load = shape * growth * (1 + noise);
    for (const {from, to, factor, fade} of events)
      if (from <= time && time < to) load *= 1 + (factor - 1) * Math.min(1, (to - time) / (fade || 1));
    return Math.max(0, Math.round(load + Math.sqrt(load) * normal(white, time / minute)));
  };
}
