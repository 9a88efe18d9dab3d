/**
 * Maximum over each value, the `before` values before it and the `after` values after it, cut off at the ends. Linear
 * in time. Source: D. Lemire, Nordic Journal of Computing 13 (2006), streaming maximum with a monotonic queue.
 */
export function slidingMaximum<T extends Int32Array | Float64Array>(
  values: T,
  {before, after}: {before: number; after: number}
): T {
  const maxima = values.slice() as T;
  const queue = new Int32Array(values.length);
  let first = 0;
  let end = 0;
  let entered = 0;
  for (let at = 0; at < values.length; ++at) {
    for (const last = Math.min(values.length - 1, at + after); entered <= last; ++entered) {
      while (end > first && values[queue[end - 1]!]! <= values[entered]!) --end;
      queue[end++] = entered;
    }
    while (queue[first]! < at - before) ++first;
    maxima[at] = values[queue[first]!]!;
  }
  return maxima;
}
