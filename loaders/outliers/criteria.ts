import {quantileSorted} from "../math/quantile.ts";
import {stageLevels} from "./stage.ts";

/** What is usual in one class (an hour of the week, say): the median and the bounds of stages 1 to 4. */
export interface Criterion {
  median: number;
  low: number[];
  high: number[];
}

/** Criteria by class from the past: empirical quantiles of at least `least` values each; null below that. */
export function deriveCriteria(
  values: ArrayLike<number>,
  classes: ArrayLike<number>,
  count: number,
  {least = 30} = {}
): (Criterion | null)[] {
  const sizes = new Uint32Array(count);
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]!)) sizes[classes[i]!]!++;
  const groups = Array.from(sizes, (size) => new Float64Array(size));
  for (let i = values.length - 1; i >= 0; i--)
    if (Number.isFinite(values[i]!)) groups[classes[i]!]![--sizes[classes[i]!]!] = values[i]!;
  return groups.map((group) => {
    if (group.length < least) return null;
    const usual = group.sort();
    return {
      median: quantileSorted(usual, 0.5),
      low: stageLevels.map((level) => quantileSorted(usual, (1 - level) / 2)),
      high: stageLevels.map((level) => quantileSorted(usual, (1 + level) / 2))
    };
  });
}

export interface Judged {
  stages: Uint8Array;
  /** How far from the median, in units of the stage-4 bound: above 1 is stage 4. */
  excess: Float64Array;
}

/**
 * Stages of values in order, with slow feedback: bound = median + (quantile - median) exp(w), w += rate (outside - (1 - p)),
 * so that each stage keeps its share in the long run whatever the noise is like. While an alarm lasts longer than
 * `patience` values the feedback rests, or it would learn the fault.
 */
export function judge(
  values: ArrayLike<number>,
  criterionOf: (row: number) => Criterion | null | undefined,
  {rate = 0.01, patience = 60} = {}
): Judged {
  const stages = new Uint8Array(values.length);
  const excess = new Float64Array(values.length);
  const w = new Float64Array(4);
  const factors = new Float64Array(4).fill(1);
  let alarm = 0;
  for (let i = 0; i < values.length; i++) {
    const criterion = criterionOf(i);
    const value = values[i]!;
    if (!criterion || Number.isNaN(value)) continue;
    const {median} = criterion;
    const bounds = value < median ? criterion.low : criterion.high;
    const distance = Math.abs(value - median);
    const least = 1e-6 * Math.max(1, Math.abs(median));
    let stage = 0;
    for (let k = 0; k < 4; k++) if (distance > Math.max(least, Math.abs(bounds[k]! - median) * factors[k]!)) stage++;
    stages[i] = stage;
    excess[i] = distance / Math.max(least, Math.abs(bounds[3]! - median) * factors[3]!);
    alarm = stage >= 2 ? alarm + 1 : Math.max(0, alarm - 2);
    if (alarm > patience) continue;
    for (let k = 0; k < 4; k++) {
      w[k] = Math.min(1, Math.max(-0.5, w[k]! + rate * ((stage > k ? 1 : 0) - (1 - stageLevels[k]!))));
      factors[k] = Math.exp(w[k]!);
    }
  }
  return {stages, excess};
}
