/** Rows in order of time: instants (UTC ms) and what is known of each, as columns of the same length. */
export interface Steps<Measure extends string = string> {
  time: Float64Array;
  measures: Record<Measure, Float64Array>;
  /** Length of a step, ms; of steps of the calendar, the shortest; 0 for single readings. */
  step: number;
}

/** How a measure of several steps follows from theirs; a mean is weighted by the measure that it names. */
export type Merge = "sum" | "min" | "max" | {mean: string};

/** Steps as longer ones, each beginning where `startOf` says. What has no value at all is NaN. */
export function mergeSteps<Measure extends string>(
  {time, measures}: Steps<Measure>,
  merges: Readonly<Record<Measure, Merge>>,
  {step, startOf}: {step: number; startOf: (time: number) => number}
): Steps<Measure> {
  const starts: number[] = [];
  const of = new Uint32Array(time.length);
  for (let i = 0; i < time.length; i++) {
    const start = startOf(time[i]!);
    if (start !== starts.at(-1)) starts.push(start);
    of[i] = starts.length - 1;
  }
  const merged = Object.entries(merges as Record<string, Merge>).map(([name, merge]) => {
    const values = measures[name as Measure];
    return [
      name,
      typeof merge === "string"
        ? folded(values, of, starts.length, merge)
        : mean(values, measures[merge.mean as Measure], of, starts.length)
    ];
  });
  return {time: Float64Array.from(starts), measures: Object.fromEntries(merged), step};
}

const folds = {
  sum: (known: number, value: number) => known + value,
  min: (known: number, value: number) => (value < known ? value : known),
  max: (known: number, value: number) => (value > known ? value : known)
};

function folded(values: Float64Array, of: Uint32Array, steps: number, merge: keyof typeof folds): Float64Array {
  const result = new Float64Array(steps).fill(Number.NaN);
  const fold = folds[merge];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const known = result[of[i]!]!;
    if (!Number.isNaN(value)) result[of[i]!] = Number.isNaN(known) ? value : fold(known, value);
  }
  return result;
}

function mean(values: Float64Array, weights: Float64Array, of: Uint32Array, steps: number): Float64Array {
  const sums = new Float64Array(steps);
  const weight = new Float64Array(steps);
  for (let i = 0; i < values.length; i++)
    if (!Number.isNaN(values[i]!)) {
      sums[of[i]!]! += values[i]! * weights[i]!;
      weight[of[i]!]! += weights[i]!;
    }
  return sums.map((sum, i) => sum / weight[i]!);
}

/** Single readings as steps of length 0, to be merged like a cube's. */
export const readingSteps = (time: Float64Array, value: Float64Array): Steps<"mean" | "min" | "max" | "n"> => ({
  time,
  measures: {mean: value, min: value, max: value, n: new Float64Array(value.length).fill(1)},
  step: 0
});

/** How the measures of readings are merged. */
export const readingMerges = {mean: {mean: "n"}, min: "min", max: "max", n: "sum"} as const;
