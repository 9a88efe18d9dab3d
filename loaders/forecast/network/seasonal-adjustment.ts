import {RunningSum} from "./running-sum.ts";

const weeksBack = 8;
/** Share of a week's weight that the week before it has. */
const decay = 0.7;

/** A series without its week. */
export interface Adjusted {
  /** The series less its profile, which is 0 in the first two weeks. */
  values: Float64Array;
  /** What the week adds to the value `ahead` steps after the end, as known there. */
  profileAhead(ahead: number): number;
}

/**
 * Takes the week out of a series. The profile of a value is the decayed mean, over up to eight weeks before it, of what
 * the series was at that time beyond its mean over the week before: nothing that is later than a week ago.
 *
 * @param blur steps to either side of that time that are taken in, against the noise of single steps
 */
export function adjustWeek(z: Float64Array, week: number, {blur = 0} = {}): Adjusted {
  const sums = new RunningSum(z);
  const beyond = new RunningSum(z.map((value, t) => (t < week ? 0 : value - sums.mean(t - week, t))));
  const profile = (t: number) => {
    let sum = 0;
    let total = 0;
    for (let k = 1, weight = 1; k <= weeksBack && t - k * week >= week; k++, weight *= decay) {
      const at = t - k * week;
      sum += weight * beyond.mean(Math.max(week, at - blur), Math.min(z.length, at + blur + 1));
      total += weight;
    }
    return total > 0 ? sum / total : 0;
  };
  return {
    values: z.map((value, t) => value - profile(t)),
    profileAhead: (ahead) => profile(z.length + (ahead % week))
  };
}

/** Steps before a value that its profile depends on, and how few of them will do. */
export const adjustmentReach = (week: number): {least: number; most: number} => ({
  least: 2 * week,
  most: (weeksBack + 1) * week
});
