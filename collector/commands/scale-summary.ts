import {textTable} from "../text-table.ts";
import type {ScaleReport} from "./scale-report.ts";

/** `weir scale` for people: the load, what comes next, and a table of plans. */
export function scaleSummary({load, next, comparison}: ScaleReport, {price}: {price?: number} = {}): string {
  const lines = [
    `load   ${count(load.rows)} rows by ${minutes(load.stepMinutes)}, ${span(load)}, peak ${count(load.peak)}`,
    `next   ${count(next.servers)} ${next.servers === 1 ? "server" : "servers"}, ${span(next)}: up to ${count(next.expected)} expected, planned for ${count(next.bound)}`
  ];
  const text = `${lines.join("\n")}\n`;
  if (!comparison) return `${text}\ntoo short a load to compare plans by\n`;
  const rows = comparison.plans.map((plan) => [
    plan.name,
    count(plan.serverHours),
    percent(plan.saved, 1),
    ...(price === undefined ? [] : [count(plan.cost)]),
    count(plan.minutesUnder),
    percent(plan.short, 2),
    count(plan.actions)
  ]);
  const head = [
    "",
    "server-hours",
    "saved",
    ...(price === undefined ? [] : ["cost"]),
    "minutes short",
    "share",
    "actions"
  ];
  return `${text}\n${span(comparison)}\n${textTable(head, rows)}`;
}

/** The same of many loads, one line each: what comes next, and the plan beside a fixed number of servers. */
export function seriesSummary(
  planned: readonly {series: string; report: ScaleReport}[],
  {price}: {price?: number} = {}
): string {
  const rows = planned.map(({series, report: {load, next, comparison}}) => {
    const plan = comparison?.plans.find(({name}) => name === "plan");
    const known = (cell: (one: NonNullable<typeof plan>) => string) => (plan ? cell(plan) : "-");
    return [
      series,
      count(load.peak),
      minute(next.from),
      count(next.servers),
      count(next.bound),
      known((one) => count(one.serverHours)),
      known((one) => percent(one.saved, 1)),
      ...(price === undefined ? [] : [known((one) => count(one.cost))]),
      known((one) => count(one.minutesUnder)),
      known((one) => percent(one.short, 2))
    ];
  });
  const next = ["series", "peak", "next (UTC)", "servers", "planned for"];
  return textTable(
    [...next, "server-hours", "saved", ...(price === undefined ? [] : ["cost"]), "minutes short", "share"],
    rows
  );
}

const count = (value: number): string => value.toLocaleString("en", {maximumFractionDigits: value < 100 ? 1 : 0});
const minutes = (n: number): string => (n === 1 ? "the minute" : n === 60 ? "the hour" : `${n} minutes`);
const percent = (share: number, digits: number): string => `${(100 * share).toFixed(digits)} %`;
const span = ({from, to}: {from: number; to: number}): string => `${minute(from)} to ${minute(to)} UTC`;
const minute = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");
