import {median} from "../../math/quantile.ts";

/** Means of consecutive segments before a row, which tell how similar two rows' pasts are. */
const segments = [1, 2, 6, 12, 24];
const length = 45;
const similar = 5;
const fewest = 30;

/**
 * What earlier rows lead one to expect of row `at`: the median of what came as long after the five moments of the past
 * that are most similar to the moment before row `from`. NaN while there are too few.
 *
 * @param at the row, at or after `from`; what is expected of it comes from the rows before `from` alone
 */
export function afterSimilarMoments(values: Float64Array, {from, at}: {from: number; at: number}): number {
  const ahead = at - from;
  const nearest: {distance: number; row: number}[] = [];
  const present = course(values, from);
  const last = from - 1 - ahead;
  if (last - length < fewest) return Number.NaN;
  for (let row = length; row <= last; row++) {
    const distance = distanceTo(present, values, row, nearest[similar - 1]?.distance ?? Number.POSITIVE_INFINITY);
    if (distance === undefined) continue;
    const place = nearest.findIndex((known) => distance < known.distance);
    nearest.splice(place < 0 ? nearest.length : place, 0, {distance, row});
    if (nearest.length > similar) nearest.pop();
  }
  return median(nearest.map(({row}) => values[row + ahead]!));
}

/** Means of the segments that end before a row, the nearest one first. */
function course(values: Float64Array, row: number): number[] {
  let end = row;
  return segments.map((rows) => {
    const mean = meanOf(values, end - rows, end);
    end -= rows;
    return mean;
  });
}

/** Squared distance of a row's course to another one, undefined when it is not below `most`. */
function distanceTo(present: number[], values: Float64Array, row: number, most: number): number | undefined {
  let end = row;
  let distance = 0;
  for (let i = 0; i < segments.length; i++) {
    const rows = segments[i]!;
    distance += Math.min(rows, 4) * (present[i]! - meanOf(values, end - rows, end)) ** 2;
    if (!(distance < most)) return undefined;
    end -= rows;
  }
  return distance;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}
