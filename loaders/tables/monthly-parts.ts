import {basename} from "node:path";
import type {DatasetName} from "../../data/schema.ts";
import type {Fragment} from "../lake/fragment.ts";
import {type CatalogFile, readCatalog} from "../lake/lake-catalog.ts";
import {noteRead} from "../lake/reads.ts";
import {stateOf} from "../lake/state.ts";
import type {Lake} from "../lake.ts";
import type {TablePart} from "./published-table.ts";

/** How far back published tables reach, at least. */
export const yearMs = 366 * 86_400_000;

/** Rows of a published file, about: whatever comes in, so much at most is written anew. */
export const mostRows = 350_000;

const dayMs = 86_400_000;

/**
 * A dataset's rows as one part for each calendar month (UTC) that has files, from the month of a year ago on unless told;
 * a month of more rows than `most` by its days. A part's key are the files that it is read from.
 *
 * @param query of the part's rows, which are given as a FROM item
 */
export function monthlyParts(
  lake: Lake,
  dataset: DatasetName,
  query: (rows: Fragment) => Fragment,
  {name = dataset as string, from: earliest = lake.now - yearMs, most = Number.POSITIVE_INFINITY} = {}
): TablePart[] {
  const catalog = readCatalog(lake.data, lake.commit);
  noteRead(dataset, () => stateOf(dataset, catalog, lake.data));
  const files = catalog.files.filter((file) => file.dataset === dataset);
  const within = ({from, to}: Stretch) => files.filter(({minTime, maxTime}) => maxTime >= from && minTime < to);
  const stretches = monthsBetween(earliest, lake.now).flatMap((month) =>
    within(month).reduce((sum, {rows}) => sum + rows, 0) > most ? daysOf(month) : [month]
  );
  const parts = stretches.flatMap((stretch) => {
    const {label, from, to} = stretch;
    const own = within(stretch);
    if (own.length === 0) return [];
    const end = Math.min(to, lake.now + 1);
    return {name: `${name}-${label}`, query: query(lake.rows(dataset, {from, to: end})), key: keyOf(own, end)};
  });
  const none = {from: 0, to: 0};
  return parts.length ? parts : [{name, query: query(lake.rows(dataset, none)), key: []}];
}

/** The end counts only where it cuts something off. */
const keyOf = (files: CatalogFile[], end: number): unknown => [
  files.map(({path, rows, minTime, maxTime}) => [basename(path), rows, minTime, maxTime]),
  files.some(({maxTime}) => maxTime >= end) ? end : null
];

interface Stretch {
  /** As in `2026-10` or `2026-10-31`. */
  label: string;
  from: number;
  to: number;
}

function monthsBetween(earliest: number, now: number): Stretch[] {
  const first = new Date(earliest);
  const months = [];
  for (let i = 0; ; i++) {
    const from = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + i);
    if (from > now) return months;
    const to = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + i + 1);
    months.push({label: new Date(from).toISOString().slice(0, 7), from, to});
  }
}

const daysOf = ({from, to}: Stretch): Stretch[] =>
  Array.from({length: (to - from) / dayMs}, (_, i) => {
    const day = from + i * dayMs;
    return {label: new Date(day).toISOString().slice(0, 10), from: day, to: day + dayMs};
  });
