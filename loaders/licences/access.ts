import type {Lake} from "../lake.ts";
import {startOfHour} from "../local-calendar.ts";
import {once} from "../once.ts";
import {type HourlyCalls, hourlyCalls} from "./hourly-calls.ts";
import {type Maintenance, maintenanceWindows} from "./maintenance-windows.ts";

const hour = 3_600_000;
const historyHours = 26 * 168;
const mostCalled = 6;

/** When APIs are called: calls in each UTC hour from `start` on, of the six most called ones, the most called first. */
export interface Access {
  /** ms UTC; null without calls. */
  start: number | null;
  apis: {api: string; calls: number[]}[];
}

const noMaintenance: Maintenance = {model: null, windows: [], hours: []};

/** Calls of the last half year by the hour, and the quietest stretches of the coming week. */
export const accessAndMaintenance = once(async (lake: Lake): Promise<{access: Access; maintenance: Maintenance}> => {
  const zone = lake.settings.timeZone;
  const start = startOfHour(lake.now);
  const calls = await hourlyCalls(lake, start - historyHours * hour, lake.now);
  const first = calls[0]?.time;
  if (first === undefined) return {access: {start: null, apis: []}, maintenance: noMaintenance};
  const maintenance = await maintenanceWindows(hourlyTotals(calls, first, start), {start, zone});
  return {access: {start: first, apis: hoursByApi(calls, first, start + hour)}, maintenance};
});

function hoursByApi(calls: readonly HourlyCalls[], from: number, to: number): Access["apis"] {
  const total = (hours: readonly number[]) => hours.reduce((a, b) => a + b, 0);
  return [...new Set(calls.map(({api}) => api))]
    .map((api) => ({
      api,
      calls: hourlyTotals(
        calls.filter((row) => row.api === api),
        from,
        to
      )
    }))
    .sort((a, b) => total(b.calls) - total(a.calls))
    .slice(0, mostCalled);
}

function hourlyTotals(calls: readonly HourlyCalls[], from: number, to: number): number[] {
  const totals = new Array<number>((to - from) / hour).fill(0);
  for (const {time, calls: n} of calls) if (time < to) totals[(time - from) / hour]! += n;
  return totals;
}
