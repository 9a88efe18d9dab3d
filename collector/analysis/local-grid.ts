import {type Regular, regular} from "../../loaders/forecast/regular.ts";
import {offsetAt} from "../local-time.ts";
import type {TableSeries} from "./read-series.ts";

const dayMs = 86_400_000;
/** Steps that sensors and services report in, ms: a median distance close to one of them is meant to be it. */
const usual = [1, 2, 5, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440].map((minutes) => minutes * 60_000);
const tolerance = 0.05;

/** The usual distance between rows, ms. Throws, saying what to write, when it is none that divides a day. */
export function stepOf({series, times}: Pick<TableSeries, "series" | "times">): number {
  const sorted = times.slice().sort();
  const distances = sorted.subarray(1).map((time, i) => time - sorted[i]!);
  const apart = distances.filter((distance) => distance > 0).sort();
  const median = apart[apart.length >> 1];
  if (median === undefined) throw new Error(`cannot tell the interval of ${series}: it has one time (write --freq 1h)`);
  const step = usual.find((one) => Math.abs(median / one - 1) <= tolerance);
  if (step) return step;
  if (median < usual[0]! && dayMs % median === 0) return median;
  const advice = median > dayMs ? "weir forecasts days and what is shorter" : "write --freq 1h, or another that does";
  throw new Error(`interval of ${series} does not divide a day: ${median / 1000} s (${advice})`);
}

/**
 * A series on the grid of a zone's clocks, so that a day has the same hours all the year: local times stand as if they
 * were UTC. Rows may come in any order; those that share an interval are averaged, so the doubled hour in autumn is one.
 */
export function localGrid({times, values}: TableSeries, step: number, zone: string): Regular {
  const order = Float64Array.from(times, (_, i) => i).filter((i) => Number.isFinite(values[i]!));
  const local = zone === "UTC" ? times : times.map((time) => time + offsetAt(zone, time));
  const isAscending = order.every((row, i) => i === 0 || local[order[i - 1]!]! <= local[row]!);
  if (!isAscending) order.sort((a, b) => local[a]! - local[b]!);
  const slots: number[] = [];
  const means: number[] = [];
  let count = 0;
  for (const i of order) {
    const slot = Math.floor(local[i]! / step) * step;
    if (slot !== slots.at(-1)) {
      slots.push(slot);
      means.push(values[i]!);
      count = 1;
    } else {
      count += 1;
      means[means.length - 1]! += (values[i]! - means.at(-1)!) / count;
    }
  }
  return regular(slots, means, step);
}

/** The next `horizon` instants (ms UTC) after a local grid, and where each is on the local grid's forecast. */
export function instantsAfter(
  {start, step, values}: Regular,
  horizon: number,
  zone: string
): {time: number; at: number}[] {
  const end = start + values.length * step;
  const offset = zone === "UTC" ? 0 : offsetAt(zone, end - step - offsetAt(zone, end - step));
  return Array.from({length: horizon}, (_, i) => {
    const time = end - offset + i * step;
    const local = zone === "UTC" ? time : time + offsetAt(zone, time);
    return {time, at: Math.max(0, Math.round((local - end) / step))};
  });
}
