import {monthMs, type Regular, regular} from "../../loaders/forecast/regular.ts";
import {offsetAt} from "../local-time.ts";
import type {TableSeries} from "./read-series.ts";

const dayMs = 86_400_000;
/** Steps that sensors and services report in, ms: a median distance close to one of them is meant to be it. */
const usual = [1, 2, 5, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 10_080].map(
  (minutes) => minutes * 60_000
);
const tolerance = 0.05;

/** The usual distance between rows, ms; `monthMs` for months. Throws, saying what to write, when it is no usual one. */
export function stepOf({series, times}: Pick<TableSeries, "series" | "times">): number {
  const sorted = times.slice().sort();
  const distances = sorted.subarray(1).map((time, i) => time - sorted[i]!);
  const apart = distances.filter((distance) => distance > 0).sort();
  const median = apart[apart.length >> 1];
  if (median === undefined) throw new Error(`cannot tell the interval of ${series}: it has one time (write --freq 1h)`);
  const step = usual.find((one) => Math.abs(median / one - 1) <= tolerance);
  if (step) return step;
  if (median < usual[0]! && dayMs % median === 0) return median;
  if (median >= 28 * dayMs && median <= 31 * dayMs) return monthMs;
  if (median > dayMs && Number.isInteger(median / dayMs) && median <= 92 * dayMs) return median;
  const advice = median > dayMs ? "write --freq 7d or 1mo" : "write --freq 1h, or another that does";
  throw new Error(`interval of ${series} does not divide a day: ${median / 1000} s (${advice})`);
}

/** A grid of intervals on local clocks, where local times stand as if they were UTC. */
interface Grid {
  /** The beginning of the interval that holds a local time. */
  slot: (local: number) => number;
  /** The local time at which an interval begins. */
  time: (slot: number) => number;
}

/** @param first a local time; intervals of several days begin on its day */
function gridOf(step: number, first: number): Grid {
  if (step === monthMs) return {slot: monthSlot, time: (slot) => Date.UTC(1970, Math.round(slot / monthMs), 1)};
  const phase = step > dayMs ? (Math.floor(first / dayMs) * dayMs) % step : 0;
  return {slot: (local) => Math.floor((local - phase) / step) * step + phase, time: (slot) => slot};
}

function monthSlot(local: number): number {
  const date = new Date(local);
  return ((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()) * monthMs;
}

/**
 * A series on the grid of a zone's clocks, so that a day has the same hours all the year: local times stand as if they
 * were UTC. Rows may come in any order; those that share an interval are averaged, so the doubled hour in autumn is one.
 * Exogenous columns reach as far past the last value as they are known; those without a value are left out.
 */
export function localGrid({times, values, exogenous}: TableSeries, step: number, zone: string): Regular {
  const local = zone === "UTC" ? times : times.map((time) => time + offsetAt(zone, time));
  const {slot} = gridOf(step, firstOf(local, values));
  const onGrid = (column: Float64Array) => averaged(local, column, slot, step);
  const series = onGrid(values);
  if (!exogenous) return series;
  const columns = exogenous.flatMap(({name, values: column}) => {
    const found = onGrid(column);
    return found.values.some(Number.isFinite) ? {name, values: aligned(found, series)} : [];
  });
  return {...series, exogenous: columns};
}

function firstOf(local: Float64Array, values: Float64Array): number {
  let first = Number.POSITIVE_INFINITY;
  for (let i = 0; i < local.length; i++) if (Number.isFinite(values[i]!) && local[i]! < first) first = local[i]!;
  return Number.isFinite(first) ? first : 0;
}

function averaged(local: Float64Array, values: Float64Array, slot: Grid["slot"], step: number): Regular {
  const order = Float64Array.from(local, (_, i) => i).filter((i) => Number.isFinite(values[i]!));
  const isAscending = order.every((row, i) => i === 0 || local[order[i - 1]!]! <= local[row]!);
  if (!isAscending) order.sort((a, b) => local[a]! - local[b]!);
  const slots: number[] = [];
  const means: number[] = [];
  let count = 0;
  for (const i of order) {
    const at = slot(local[i]!);
    if (at !== slots.at(-1)) {
      slots.push(at);
      means.push(values[i]!);
      count = 1;
    } else {
      count += 1;
      means[means.length - 1]! += (values[i]! - means.at(-1)!) / count;
    }
  }
  return {...regular(slots, means, step), start: slots[0] ?? 0};
}

/** A column from where a series starts to its own last value, at least to where the series ends. */
function aligned(column: Regular, {start, step, values}: Regular): Float64Array {
  const shift = Math.round((column.start - start) / step);
  const length = Math.max(values.length, shift + column.values.length);
  return Float64Array.from({length}, (_, i) => column.values[i - shift] ?? Number.NaN);
}

/** The next `horizon` instants (ms UTC) after a local grid, and where each is on the local grid's forecast. */
export function instantsAfter(
  {start, step, values}: Regular,
  horizon: number,
  zone: string
): {time: number; at: number}[] {
  const end = start + values.length * step;
  if (step > dayMs) {
    const {time} = gridOf(step, start);
    return Array.from({length: horizon}, (_, at) => ({time: instantOf(time(end + at * step), zone), at}));
  }
  const offset = zone === "UTC" ? 0 : offsetAt(zone, end - step - offsetAt(zone, end - step));
  return Array.from({length: horizon}, (_, i) => {
    const time = end - offset + i * step;
    const local = zone === "UTC" ? time : time + offsetAt(zone, time);
    return {time, at: Math.max(0, Math.round((local - end) / step))};
  });
}

/** The instant (ms UTC) of a local time; days begin at no hour that clocks skip. */
const instantOf = (local: number, zone: string): number =>
  zone === "UTC" ? local : local - offsetAt(zone, local - offsetAt(zone, local));
