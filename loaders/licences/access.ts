import type {Lake} from "../lake.ts";
import {dayEdges, startOfHour} from "../local-calendar.ts";
import {type AccessHour, type ApiAccess, accessBlocks, accessHeatmap, type HourlyCalls} from "./access-patterns.ts";
import {hourlyCalls} from "./hourly-calls.ts";
import {type Maintenance, maintenanceWindows} from "./maintenance-windows.ts";

const hour = 3_600_000;
const historyHours = 26 * 168;
const days = 28;
const mostCalled = 6;

/** When APIs are called. The six most called ones; times ms UTC. */
export interface Access {
  /** The whole days counted, half-open, up to 28; today so far when there is no other. null without calls. */
  window: {from: number; to: number; days: number} | null;
  apis: ApiAccess[];
  heatmap: AccessHour[];
}

const noMaintenance: Maintenance = {model: null, windows: [], hours: []};

/** Access patterns, and the quietest stretches of the coming week. */
export async function accessAndMaintenance(lake: Lake): Promise<{access: Access; maintenance: Maintenance}> {
  const zone = lake.settings.timeZone;
  const start = startOfHour(lake.now);
  const calls = await hourlyCalls(lake, start - historyHours * hour, lake.now);
  const first = calls[0]?.time;
  if (first === undefined) return {access: {window: null, apis: [], heatmap: []}, maintenance: noMaintenance};
  const maintenance = await maintenanceWindows(hourlyTotals(calls, first, start), {start, zone});
  return {access: accessOf(calls, accessWindow(first, lake.now, zone), zone), maintenance};
}

function accessOf(calls: readonly HourlyCalls[], window: NonNullable<Access["window"]>, zone: string): Access {
  const inside = calls.filter(({time}) => time >= window.from && time < window.to);
  const apis = accessBlocks(inside, window.days, zone).slice(0, mostCalled);
  const shown = inside.filter(({api}) => apis.some((known) => known.api === api));
  return {window, apis, heatmap: accessHeatmap(shown, window, zone)};
}

function accessWindow(first: number, now: number, zone: string): NonNullable<Access["window"]> {
  const midnights = dayEdges(now, days + 1, zone).slice(0, -1);
  const today = midnights.at(-1)!;
  const from = midnights.findLast((midnight) => midnight <= first) ?? midnights[0]!;
  return from === today ? {from, to: now, days: 1} : {from, to: today, days: Math.round((today - from) / (24 * hour))};
}

function hourlyTotals(calls: readonly HourlyCalls[], from: number, to: number): number[] {
  const totals = new Array<number>((to - from) / hour).fill(0);
  for (const {time, calls: n} of calls) if (time < to) totals[(time - from) / hour]! += n;
  return totals;
}
