import {type Regular, seasonsOf} from "./regular.ts";

/**
 * A series without gaps: leading ones are cut off, others take the value of the same time a week or a day before, else
 * after, else the value before them. A series of gaps alone becomes empty.
 */
export function fillGaps({start, step, values}: Regular): Regular {
  const first = values.findIndex(Number.isFinite);
  if (first < 0) return {start, step, values: new Float64Array(0)};
  const filled = values.slice(first);
  const {day, week} = seasonsOf(step);
  for (let i = 1; i < filled.length; i++) {
    if (Number.isFinite(filled[i]!)) continue;
    const donor = [-week, -day, day, week, -1].find((lag) => Number.isFinite(filled[i + lag]))!;
    filled[i] = filled[i + donor]!;
  }
  return {start: start + first * step, step, values: filled};
}
