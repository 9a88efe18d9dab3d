import {writeFile} from "node:fs/promises";
import {comparePlans} from "../../loaders/scaling/compare-plans.ts";
import {loadGrid} from "../../loaders/scaling/load-grid.ts";
import {type PlanWalk, type WalkRules, walkPlan} from "../../loaders/scaling/walk-plan.ts";
import {readSeries} from "../analysis/read-series.ts";
import type {Say} from "../say.ts";
import {type ScaleReport, scaleSummary} from "./scale-summary.ts";

export interface ScaleOptions {
  /** Columns of the table. */
  time: string;
  value: string;
  /** Time zone of the clocks. */
  zone: string;
  capacity: number;
  /** Lengths of time in ms. */
  boot: number;
  cooldown: number;
  horizon: number;
  headroom: number | "auto";
  min: number;
  max?: number;
  /** Of one server for one hour. */
  price?: number;
  /** Share of the time that the plan may be short. */
  targetShort: number;
  /** Compare plans over the whole file, not its last two weeks. */
  backtest?: boolean;
  /** The file that the plan is written to. */
  out?: string;
  json?: boolean;
}

/** In minutes. */
const twoWeeks = 14 * 1440;

/** `weir scale`: how many servers a load asks for next, and what such plans would have saved. */
export async function scaleServers(
  file: string,
  {time, value, zone, out, json, ...options}: ScaleOptions,
  {print, say}: {print: (value: unknown) => void; say: Say}
): Promise<void> {
  const [table] = await readSeries(file, {time, value}, {zone, stamps: false, say});
  const load = loadGrid(table!.times, table!.values);
  const {capacity, min, max = Number.POSITIVE_INFINITY, targetShort, headroom, horizon, price, backtest} = options;
  const rules: WalkRules = {
    ...{capacity, min, max, targetShort, headroom},
    ...{bootMs: options.boot, cooldownMs: options.cooldown, horizonMs: horizon}
  };
  const walk = walkPlan(load, rules);
  const last = backtest ? undefined : twoWeeks;
  const reactiveHeadroom = headroom === "auto" ? undefined : headroom;
  const {time: from, ...coming} = walk.coming;
  const report: ScaleReport = {
    load: {
      rows: table!.times.length,
      from: load.start,
      to: load.start + load.values.length * load.step,
      stepMinutes: load.step / 60_000,
      peak: load.values.reduce((a, b) => (b > a ? b : a), 0)
    },
    next: {from, to: from + horizon, ...coming},
    comparison: comparePlans(walk, {...rules, price, last, reactiveHeadroom})
  };
  if (out !== undefined) await writeFile(out, planLines(walk, {horizon, backtest}));
  if (json) print(forMachines(report, price));
  else process.stdout.write(scaleSummary(report, {price}));
}

/** The plan as CSV: servers that have to carry load from each time on, those of the walk first when it was asked for. */
function* planLines({load, plan, coming}: PlanWalk, {horizon, backtest}: {horizon: number; backtest?: boolean}) {
  yield "time,servers\n";
  const length = horizon / load.step;
  if (backtest)
    for (let i = 0; i < plan.needed.length; i += length) yield `${iso(load.start + i * load.step)},${plan.needed[i]}\n`;
  yield `${iso(coming.time)},${coming.servers}\n`;
}

function forMachines({load, next, comparison}: ScaleReport, price: number | undefined) {
  const span = <T extends {from: number; to: number}>(one: T) => ({...one, from: iso(one.from), to: iso(one.to)});
  return {
    load: span(load),
    next: span(next),
    comparison: comparison && {
      ...span(comparison),
      plans: comparison.plans.map(({minutesUnder, cost, ...plan}) => ({
        ...plan,
        minutesShort: minutesUnder,
        cost: price === undefined ? null : cost
      }))
    }
  };
}

const iso = (time: number): string => new Date(time).toISOString();
