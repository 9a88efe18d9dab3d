/** A regular series: value i belongs to the interval that begins at start + i * step (ms UTC). NaN is a gap. */
export interface Regular {
  start: number;
  step: number;
  values: Float64Array;
}

const dayMs = 86_400_000;

/** Steps in a day and in a week. */
export function seasonsOf(step: number): {day: number; week: number} {
  if (!(step > 0 && dayMs % step === 0)) throw new Error(`invalid step: ${step} (write one that divides a day, ms)`);
  return {day: dayMs / step, week: (7 * dayMs) / step};
}

/** The first n values. */
export const head = ({start, step, values}: Regular, n: number): Regular => ({
  start,
  step,
  values: values.subarray(0, n)
});

/** The last n values, all when there are fewer. */
export function tail({start, step, values}: Regular, n: number): Regular {
  const skip = Math.max(0, values.length - n);
  return {start: start + skip * step, step, values: values.subarray(skip)};
}

/** A regular series from instants and values: each lands in the interval that holds it, the last one wins. */
export function regular(times: ArrayLike<number>, values: ArrayLike<number>, step: number): Regular {
  const first = times.length ? Math.floor(times[0]! / step) * step : 0;
  const length = times.length ? Math.floor((times[times.length - 1]! - first) / step) + 1 : 0;
  const filled = new Float64Array(length).fill(Number.NaN);
  for (let i = 0; i < times.length; i++) {
    const slot = Math.floor((times[i]! - first) / step);
    if (slot >= 0 && slot < length) filled[slot] = values[i]!;
  }
  return {start: first, step, values: filled};
}
