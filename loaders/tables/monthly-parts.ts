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
 * a month of more rows than `most` as parts of so many `days`. A part's key are the files that it is read from.
 *
 * @param query of the part's rows, which are given as a FROM item
 */
export function monthlyParts(
  lake: Lake,
  dataset: DatasetName,
  query: (rows: Fragment) => Fragment,
  {name = dataset as string, from: earliest = lake.now - yearMs, most = Number.POSITIVE_INFINITY, days = 1} = {}
): TablePart[] {
  const catalog = readCatalog(lake.data, lake.commit);
  noteRead(dataset, () => stateOf(dataset, catalog, lake.data));
  const files = catalog.files.filter((file) => file.dataset === dataset);
  const within = ({from, to}: Stretch) => files.filter(({minTime, maxTime}) => maxTime >= from && minTime < to);
  const stretches = monthsBetween(earliest, lake.now).flatMap((month) =>
    within(month).reduce((sum, {rows}) => sum + rows, 0) > most ? partsOf(month, days) : [month]
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

/** Stretches of so many days from the first on; the last one takes what is left. */
const partsOf = ({from, to}: Stretch, days: number): Stretch[] => {
  const count = Math.floor((to - from) / (days * dayMs));
  return Array.from({length: count}, (_, i) => {
    const begin = from + i * days * dayMs;
    const end = i === count - 1 ? to : begin + days * dayMs;
    return {label: new Date(begin).toISOString().slice(0, 10), from: begin, to: end};
  });
};
