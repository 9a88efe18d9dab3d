const minute = 60_000;

/**
 * Quantiles of the delay from request to processing, minutes. One that is not known yet because too many still wait is
 * null, and `over` has what it is going to be more than; of each pair one is null.
 */
export interface Delay {
  p50: number | null;
  p95: number | null;
  p99: number | null;
  over50: number | null;
  over95: number | null;
  over99: number | null;
}

/**
 * Quantiles over all requests of a span, from the delays of those processed and the present ages of those that wait, in
 * ms; null when there are neither. Ages are delays cut short: the estimate is that of E. Kaplan and P. Meier, Journal of
 * the American Statistical Association 53 (1958). Where it ends below the quantile, the quantile of delays and ages
 * together is a lower bound, for who waits will have waited at least so long.
 *
 * @throws Error when a delay or an age is NaN
 */
export function delayQuantiles(delays: readonly number[], ages: readonly number[] = []): Delay | null {
  if (delays.length + ages.length === 0) return null;
  const done = Float64Array.from(delays).sort();
  const all = Float64Array.from([...delays, ...ages]).sort();
  if (Number.isNaN(all.at(-1))) throw new Error("invalid delay: NaN (one that waits has an age instead)");
  const at = (p: number): [known: number | null, over: number | null] => {
    const known = kaplanMeierQuantile(done, all, p);
    return known === null ? [null, all[Math.ceil(p * all.length - rounding) - 1]! / minute] : [known / minute, null];
  };
  const [[p50, over50], [p95, over95], [p99, over99]] = [at(0.5), at(0.95), at(0.99)];
  return {p50, p95, p99, over50, over95, over99};
}

const rounding = 1e-9;

/**
 * The least delay by which a share `p` is done; null when it is not reached. `done` and `all` ascend, and `all` holds the
 * delays too: those at least as long are the ones that still waited then.
 */
function kaplanMeierQuantile(done: Float64Array, all: Float64Array, p: number): number | null {
  let waiting = 1;
  let before = 0;
  for (let i = 0; i < done.length; ) {
    const delay = done[i]!;
    const first = i;
    while (done[i] === delay) ++i;
    while (all[before]! < delay) ++before;
    waiting *= 1 - (i - first) / (all.length - before);
    if (waiting <= 1 - p + rounding) return delay;
  }
  return null;
}
