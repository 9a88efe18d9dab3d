import {arrivals} from "./arrivals.ts";
import {dayCurve, dayIndex, hour, isRestDay, minute, minuteOfDay} from "./calendar.ts";
import {channel, uniform} from "./noise.ts";

/** A line of the licence server's log. */
export interface LicenceCall {
  /** ms UTC, whole seconds; no two calls share one. */
  time: number;
  api: "check_license" | "download";
}

const checks = dayCurve(0.12, [
  [0.55, 9, 1.6],
  [0.45, 15, 2.6],
  [0.75, 21, 2.2]
]);
const downloads = dayCurve(0.02, [
  [0.12, 14, 3],
  [0.28, 22, 1.8]
]);

/** The hours of every night (ms after 00:00 UTC) in which little happens: where a maintenance window belongs. */
export const quietHours = {from: 3 * hour, to: 6 * hour};

/** Calls a minute: evenings and weekends are busy, the quiet hours are not, least of all on a Sunday. */
function rates(time: number): {check: number; download: number} {
  const m = minuteOfDay(time);
  const quiet = m * minute >= quietHours.from && m * minute < quietHours.to;
  const night = quiet ? 0.35 : 1;
  const sunday = quiet && new Date(time).getUTCDay() === 0 ? 0.5 : 1;
  const rest = isRestDay(dayIndex(time)) ? 1.25 : 0.95;
  const factor = night * sunday * rest;
  return {check: checks[m]! * factor, download: downloads[m]! * factor};
}

const place = channel("licence-calls");
const choice = channel("licence-calls/api");

/** Calls of the licence server's API, from <= time < to, in order. A pure function of its arguments. */
export function* licenceCalls(from: number, to: number): Generator<LicenceCall> {
  for (let start = Math.floor(from / minute) * minute; start < to; start += minute) {
    const {check, download} = rates(start);
    for (const {time, draw} of arrivals(place, start, check + download))
      if (from <= time && time < to)
        yield {time, api: uniform(choice, draw) * (check + download) < check ? "check_license" : "download"};
  }
}
