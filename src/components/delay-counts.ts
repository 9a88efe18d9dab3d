/** Delays by step, in classes that each end `ratio` times later than the one before, from a second on. */
export interface DelayCounts {
  /** Starts of the steps and the end of the last one, ms UTC. */
  edges: readonly number[];
  /** Class and count in turn, of the requests that are done and of those that wait. */
  done: readonly (readonly number[])[];
  waiting: readonly (readonly number[])[];
}

/** Minutes within which a share of requests is done, or what it is going to be more than; both null without requests. */
export interface DelayQuantile {
  known: number | null;
  over: number | null;
}

/**
 * Quantiles of the delays of some steps together. Who waits counts with the time so far: the estimate is that of Kaplan
 * and Meier, and where it ends below the quantile that of delays and ages together is a lower bound.
 */
export function delayQuantiles(
  {done, waiting}: DelayCounts,
  steps: readonly number[],
  ps: readonly number[],
  ratio: number
): DelayQuantile[] {
  const ended = summed(steps.map((step) => done[step]!));
  const open = summed(steps.map((step) => waiting[step]!));
  const classes = [...new Set([...ended.keys(), ...open.keys()])].sort((a, b) => a - b);
  const total = sumOf(ended) + sumOf(open);
  const minutes = (delay: number) => ratio ** (delay + 0.5) / 60;
  return ps.map((p) => {
    let [left, atRisk, passed, over] = [1, total, 0, null as number | null];
    for (const delay of classes) {
      const here = ended.get(delay) ?? 0;
      left *= 1 - here / atRisk;
      if (left <= 1 - p + rounding) return {known: minutes(delay), over: null};
      const all = here + (open.get(delay) ?? 0);
      atRisk -= all;
      passed += all;
      if (over === null && passed >= p * total - rounding) over = minutes(delay);
    }
    return {known: null, over};
  });
}

const rounding = 1e-9;

function summed(steps: readonly (readonly number[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const step of steps)
    for (let i = 0; i < step.length; i += 2) counts.set(step[i]!, (counts.get(step[i]!) ?? 0) + step[i + 1]!);
  return counts;
}

const sumOf = (counts: Map<number, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
