/** Numbers in ascending order, gaps (NaN) left out. */
export const sorted = (values: ArrayLike<number>): Float64Array =>
  Float64Array.from(values as ArrayLike<number>)
    .filter((value) => !Number.isNaN(value))
    .sort();

/** Quantile of sorted numbers by linear interpolation (Hyndman and Fan 1996, type 7); NaN when there are none. */
export function quantileSorted(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) return Number.NaN;
  const at = Math.min(1, Math.max(0, p)) * (values.length - 1);
  const below = Math.floor(at);
  const low = values[below]!;
  return low + (at - below) * ((values[below + 1] ?? low) - low);
}

/** Quantile of numbers in any order, gaps left out. */
export const quantile = (values: ArrayLike<number>, p: number): number => quantileSorted(sorted(values), p);

export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);
