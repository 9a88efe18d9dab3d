import {existsSync} from "node:fs";
import {join} from "node:path";
import {readSeries} from "../collector/analysis/read-series.ts";
import type {Regular} from "../loaders/forecast/regular.ts";
import {comparePlans} from "../loaders/scaling/compare-plans.ts";
import {loadGrid} from "../loaders/scaling/load-grid.ts";
import {perMinute} from "../loaders/scaling/per-minute.ts";
import {type ScalingPlan, scalingPlan} from "../loaders/scaling/scaling-plan.ts";
import {type WalkRules, walkPlan} from "../loaders/scaling/walk-plan.ts";
import {withoutGaps} from "../loaders/scaling/without-gaps.ts";
import {root} from "../tests/support/root.ts";
import type {Bench, Row} from "./bench.ts";

const file = join(root, "../shared/datasets/worldcup98/requests_per_minute.csv");
const minute = 60_000;
const day = 1440;

/** Servers that the highest minute takes: results must not hinge on it. */
const sizes = [50, 75, 100];

interface Figures {
  saved: number;
  short: number;
}

/**
 * Requests to the 1998 World Cup's site, one number of servers an hour, decided a boot time before the hour and from what
 * came before alone. Server-hours are paid ones: boot and cool-down included, for every plan.
 */
export const bench: Bench = {
  name: "scaling",
  about: "server-hours saved against a fixed number of servers, and minutes short, walking forward",
  async run({say}) {
    if (!existsSync(file)) {
      say(`skipped: no ${file}`);
      return [];
    }
    const [table] = await readSeries(file, {time: "period", value: "count"}, {stamps: false});
    const load = loadGrid(table!.times, table!.values);
    const whole = sizes.map((servers) => plansOf(load, servers));
    const begin = performance.now();
    walkPlan(load, rulesOf(load, sizes[0]!));
    const seconds = (performance.now() - begin) / 1000;
    const days = load.values.length / day;
    const second = sizes.map((servers) => plansOf(load, servers, Math.floor(days / 2)));
    return [
      ...rowsOf("all hours from the second one on", whole, {bars: true}),
      ...rowsOf("second half, its own peak", second),
      {what: `walk of ${Math.round(days)} days of minutes`, value: seconds, unit: "s", bar: {atMost: 10}}
    ];
  }
};

function rulesOf({values}: Regular, servers: number): WalkRules {
  const peak = values.reduce((a, b) => (b > a ? b : a), 0);
  return {
    ...{capacity: peak / servers, bootMs: 5 * minute, cooldownMs: 10 * minute, min: 1, max: 10_000},
    ...{headroom: "auto", targetShort: 0.01, horizonMs: 60 * minute}
  };
}

/** Every plan's figures over the last days, all when not told how many. */
function plansOf(load: Regular, servers: number, days?: number): Record<string, Figures> {
  const last = days === undefined ? undefined : days * day;
  const end = load.values.length;
  const {capacity} = rulesOf(last === undefined ? load : {...load, values: load.values.subarray(end - last)}, servers);
  const rules = {...rulesOf(load, servers), capacity};
  const walk = walkPlan(load, rules);
  const often = walkPlan(load, {...rules, horizonMs: 10 * minute});
  const compare = (plan: Pick<ScalingPlan, "started" | "inService">, of = walk.load) =>
    comparePlans({load: of, plan: {needed: walk.plan.needed, ...plan}}, {...rules, last})!.plans;
  const [plan, , reactive, perfect] = compare(walk.plan);
  const hours = hourlyMaxima(walk.load);
  const byHour = (values: Float64Array, headroom: number) =>
    compare(scalingPlan(perMinute({start: 0, step: 60 * minute, values}), {...rules, headroom}))[0]!;
  const ago = (lag: number) => hours.map((_, i) => hours[Math.max(0, i - lag)]!);
  return {
    "hourly plan": plan!,
    "plan renewed every 10 minutes": compare(often.plan, often.load)[0]!,
    "reactive, 5 minutes late, x 1.2": reactive!,
    "previous hour's maximum x 1.2": byHour(ago(1), 0.2),
    "yesterday's maximum of the hour x 1.3": byHour(ago(24), 0.3),
    "perfect hourly plan": byHour(hours, 0),
    "perfect plan by the minute": perfect!
  };
}

function hourlyMaxima({values}: Regular): Float64Array {
  const known = withoutGaps(values);
  return Float64Array.from({length: values.length / 60}, (_, i) => Math.max(...known.subarray(i * 60, i * 60 + 60)));
}

/** The worst of the sizes for the plan itself, so that it cannot hinge on one; the same of every other. */
function rowsOf(part: string, sized: Record<string, Figures>[], {bars = false} = {}): Row[] {
  return Object.keys(sized[0]!).flatMap((name) => {
    const isOwn = bars && name === "hourly plan";
    const all = sized.map((figures) => figures[name]!);
    const saved = 100 * Math.min(...all.map((each) => each.saved));
    const short = 100 * Math.max(...all.map((each) => each.short));
    return [
      {what: `${part}: ${name}, saved`, value: saved, unit: "%", ...(isOwn && {bar: {atLeast: 83.5}})},
      {what: `${part}: ${name}, minutes short`, value: short, unit: "%", ...(isOwn && {bar: {atMost: 1}})}
    ];
  });
}
