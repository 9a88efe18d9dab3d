import {writeFile} from "node:fs/promises";
import {loadGrid} from "../../loaders/scaling/load-grid.ts";
import type {PlanWalk} from "../../loaders/scaling/walk-plan.ts";
import {csvLine} from "../analysis/csv-line.ts";
import {readSeries, type TableSeries} from "../analysis/read-series.ts";
import type {Say} from "../say.ts";
import {terminalProgress} from "../terminal-progress.ts";
import {type ReportRules, type ScaleReport, scaleReport} from "./scale-report.ts";
import {scaleSummary, seriesSummary} from "./scale-summary.ts";

export interface ScaleOptions {
  /** Columns of the table. */
  time: string;
  value: string;
  /** Tells series apart, each of which gets a plan of its own. */
  series?: string;
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

interface Planned {
  series: string;
  report: ScaleReport;
  /** What the plan is written from; null when it is not asked for. */
  walk: PlanWalk | null;
}

const shownLeftOut = 5;

/** `weir scale`: how many servers each load of a table asks for next, and what such plans would have saved. */
export async function scaleServers(
  file: string,
  {
    time,
    value,
    series,
    zone,
    out,
    json,
    boot,
    cooldown,
    horizon,
    max = Number.POSITIVE_INFINITY,
    ...rest
  }: ScaleOptions,
  {print, say}: {print: (value: unknown) => void; say: Say}
): Promise<void> {
  const table = await readSeries(file, {time, value, series}, {zone, stamps: false, say});
  const rules: ReportRules = {...rest, max, bootMs: boot, cooldownMs: cooldown, horizonMs: horizon};
  const plan = ({series, times, values}: TableSeries): Planned => {
    const {report, walk} = scaleReport(loadGrid(times, values), times.length, rules);
    return {series, report, walk: out === undefined ? null : walk};
  };
  const {planned, leftOut} = series === undefined ? {planned: table.map(plan), leftOut: []} : planEach(table, plan);
  for (const one of leftOut.slice(0, shownLeftOut)) say(`left out: ${one.series}: ${one.reason}`);
  if (leftOut.length > shownLeftOut) say(`left out: ${leftOut.length - shownLeftOut} more series`);
  if (planned.length === 0) throw new Error(`nothing to plan: every series of ${file} was left out`);
  if (out !== undefined) await writeFile(out, planLines(planned, {...rules, named: series !== undefined}));
  const {price} = rules;
  if (series === undefined) {
    const {report} = planned[0]!;
    if (json) print(forMachines(report, price));
    else process.stdout.write(scaleSummary(report, {price}));
  } else if (json)
    print({out, series: planned.map(({series, report}) => ({series, ...forMachines(report, price)})), leftOut});
  else process.stdout.write(seriesSummary(planned, {price}));
}

/** A plan for each series that one can be made for, and why not for the others. */
function planEach(table: TableSeries[], plan: (one: TableSeries) => Planned) {
  const progress = terminalProgress();
  const planned: Planned[] = [];
  const leftOut: {series: string; reason: string}[] = [];
  for (const [i, one] of table.entries()) {
    progress.show(`planned ${i} of ${table.length} series: ${one.series}`);
    try {
      planned.push(plan(one));
    } catch (error) {
      leftOut.push({series: one.series, reason: (error as Error).message});
    }
  }
  progress.clear();
  return {planned, leftOut};
}

/** Plans as CSV: servers that have to carry load from each time on, those of the walk first when it was asked for. */
function* planLines(
  planned: Planned[],
  {horizonMs, backtest, named}: {horizonMs: number; backtest?: boolean; named: boolean}
): Generator<string> {
  const line = (series: string, ...cells: string[]) => csvLine(named ? [series, ...cells] : cells);
  yield line("series", "time", "servers");
  for (const {series, walk} of planned) {
    const {load, plan, coming} = walk!;
    const length = horizonMs / load.step;
    if (backtest)
      for (let i = 0; i < plan.needed.length; i += length)
        yield line(series, iso(load.start + i * load.step), String(plan.needed[i]));
    yield line(series, iso(coming.time), String(coming.servers));
  }
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
