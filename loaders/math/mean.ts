/** Mean of numbers; NaN when there are none. Gaps (NaN) are left out. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) {
      sum += value;
      n++;
    }
  }
  return sum / n;
}
