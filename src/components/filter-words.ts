import type {Comparison} from "./filter-query.js";
import type {Filters} from "./filter-values.js";
import {formatCount, formatDate, formatDateTime, formatNumber, formatPercent} from "./format.js";
import type {Grain} from "./grain.js";
import {toWall} from "./zone-time.js";

export const comparisonLabels: Record<Comparison, string> = {
  none: "Nothing",
  previous: "Period before",
  week: "Week before",
  year: "Year before"
};

export const grainLabels: Record<Grain | "auto", string> = {
  auto: "Automatic",
  minute: "Minute",
  "10min": "10 minutes",
  hour: "Hour",
  day: "Day",
  week: "Week",
  month: "Month"
};

const day = 86_400_000;

/** A range in words: `7 days` for 7d. */
export const rangeWords = (range: string): string =>
  formatCount(Number.parseInt(range, 10), range.endsWith("h") ? "hour" : "day");

/** A period in words that follow a finding: `in the last 7 days`, `on 9 Jul 2024`, `from … to …`. */
export function inPeriod({from, to, range, timeZone}: Pick<Filters, "from" | "to" | "range" | "timeZone">): string {
  if (range !== "custom") return `in the last ${rangeWords(range)}`;
  if (toWall(from, timeZone) % day || toWall(to, timeZone) % day)
    return `from ${formatDateTime(from)} to ${formatDateTime(to)}`;
  const [first, last] = [formatDate(from), formatDate(to - 1)];
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

/** A value beside the one it is compared with, as in `+12 % on a week before (58)`. */
export function changeWords(value: number | null, before: number | null, label: string): string {
  if (value === null || before === null) return `not known ${label}`;
  if (before === 0) return `0 ${label}`;
  const change = value / before - 1;
  return `${change < 0 ? "−" : "+"}${formatPercent(Math.abs(change))} on ${label} (${formatNumber(before)})`;
}
