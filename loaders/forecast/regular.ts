/** A regular series: value i belongs to the interval that begins at start + i * step (ms UTC). NaN is a gap. */
export interface Regular {
  start: number;
  step: number;
  values: Float64Array;
  /** What else is known by interval, from the same start on, as far ahead as it is known: weather, holidays. */
  exogenous?: {name: string; values: Float64Array}[];
}

const dayMs = 86_400_000;
const yearMs = 365.25 * dayMs;
/** The step of calendar months, as if all were equally long; month 0 is January 1970. */
export const monthMs = yearMs / 12;

/**
 * Steps in a day and in a week. A step of several days, or of a month, has no day (1) and the year in place of the week.
 */
export function seasonsOf(step: number): {day: number; week: number} {
  if (step > 0 && dayMs % step === 0) return {day: dayMs / step, week: (7 * dayMs) / step};
  if (step <= yearMs && (step === monthMs || (step > 0 && step % dayMs === 0)))
    return {day: 1, week: Math.max(2, Math.round(yearMs / step))};
  throw new Error(`invalid step: ${step} (write one that divides a day, ms)`);
}

/** The first n values, and what else is known as far past them as it is past the end of all. */
export const head = ({start, step, values, exogenous}: Regular, n: number): Regular => ({
  start,
  step,
  values: values.subarray(0, n),
  ...(exogenous && {
    exogenous: exogenous.map((one) => ({
      ...one,
      values: one.values.subarray(0, Math.min(n, values.length) + Math.max(0, one.values.length - values.length))
    }))
  })
});

/** The last n values, all when there are fewer. */
export const tail = (series: Regular, n: number): Regular => without(series, Math.max(0, series.values.length - n));

/** All but the first n values. */
export const without = ({start, step, values, exogenous}: Regular, n: number): Regular => ({
  start: start + n * step,
  step,
  values: values.subarray(n),
  ...(exogenous && {exogenous: exogenous.map((one) => ({...one, values: one.values.subarray(n)}))})
});

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
