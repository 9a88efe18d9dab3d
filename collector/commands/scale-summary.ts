import type {PlanComparison} from "../../loaders/scaling/compare-plans.ts";
import {textTable} from "../text-table.ts";

/** What `weir scale` tells. */
export interface ScaleReport {
  /** ms UTC, half-open. */
  load: {rows: number; from: number; to: number; stepMinutes: number; peak: number};
  /** The period that begins a boot time after the last row. */
  next: {from: number; to: number; servers: number; expected: number; bound: number};
  /** null when the file holds no whole period to walk. */
  comparison: PlanComparison | null;
}

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

const count = (value: number): string => value.toLocaleString("en", {maximumFractionDigits: value < 100 ? 1 : 0});
const minutes = (n: number): string => (n === 1 ? "the minute" : n === 60 ? "the hour" : `${n} minutes`);
const percent = (share: number, digits: number): string => `${(100 * share).toFixed(digits)} %`;
const span = ({from, to}: {from: number; to: number}): string => `${minute(from)} to ${minute(to)} UTC`;
const minute = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");
