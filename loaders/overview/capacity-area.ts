import {type ScalingSettings, seriesSettings} from "../../data/settings.ts";
import type {Lake} from "../lake.ts";
import {counted, written} from "../phrases.ts";
import {type RecentLoad, recentLoad} from "../scaling/recent-load.ts";
import {serversFor} from "../scaling/scaling-plan.ts";
import {seriesSources} from "../scaling/series-sources.ts";
import {type Area, type AreaStatus, anySimulated} from "./area.ts";

const hours = 48;

const place = {id: "capacity", title: "Capacity", href: "/capacity", sparkLabel: "load by the hour, 48 hours"} as const;

/** How much of the servers' capacity the load asks for: at alert when it asks for more than there may be. */
export async function capacityArea(lake: Lake): Promise<Area> {
  const rules = lake.settings.scaling;
  if (rules === null) return nothing("No servers to plan.");
  const load = await recentLoad(lake, rules.series);
  if (load.latest === null) return nothing("No load yet.");
  const sources = await seriesSources(lake, rules.series);
  return {
    ...place,
    status: statusOf(load, rules),
    sentence: capacityNow(load.latest.value, load, rules, seriesSettings(lake.settings, rules.series).unit),
    headline: {value: serversFor(load.latest.value, rules), unit: "", label: "servers needed"},
    spark: load.hourly.slice(-hours).map(({mean}) => mean),
    simulated: anySimulated(lake, sources),
    sources
  };
}

const nothing = (sentence: string): Area => ({
  ...place,
  status: "none",
  sentence,
  headline: {value: null, unit: "", label: "servers needed"},
  spark: [],
  simulated: false,
  sources: []
});

const highest = ({hourly}: RecentLoad): number => Math.max(0, ...hourly.slice(-24).map(({max}) => max));

/** Attention: the last 24 hours asked for all servers that there may be. */
function statusOf(load: RecentLoad, rules: ScalingSettings): AreaStatus {
  const asked = serversFor(highest(load), {...rules, max: Number.POSITIVE_INFINITY});
  if (asked > rules.max) return "alert";
  return asked === rules.max && rules.max > rules.min ? "attention" : "ok";
}

function capacityNow(value: number, load: RecentLoad, rules: ScalingSettings, unit: string): string {
  const now = `${written(value, 0)} ${unit}`.trim();
  const peak = written(serversFor(highest(load), rules));
  return `${now} ask for ${counted(serversFor(value, rules), "server")}; the last 24 h asked for up to ${peak} of at most ${written(rules.max)}.`;
}
