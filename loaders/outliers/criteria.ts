import {quantileSorted} from "../math/quantile.ts";
import {type Stage, stageLevels} from "./stage.ts";

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

/** One value judged. */
export interface Verdict {
  stage: Stage;
  /** How far from the median, in units of the stage-4 bound: above 1 is stage 4. */
  excess: number;
}

/** What a `Judge` has learnt, as plain data: the logarithms by which bounds have given way, and how long an alarm lasts. */
export interface JudgeState {
  w: number[];
  alarm: number;
}

export interface JudgeOptions {
  /** How fast a bound gives way, by value. */
  rate?: number;
  /** Values after which an alarm counts as a fault that is not to be learnt. */
  patience?: number;
}

const unjudged: Verdict = {stage: 0, excess: 0};

/**
 * Stages of values as they come, with slow feedback: bound = median + (quantile - median) exp(w), w += rate (outside - (1 - p)),
 * so that each stage keeps its share in the long run whatever the noise is like. While an alarm lasts longer than
 * `patience` values the feedback rests, or it would learn the fault.
 */
export class Judge {
  readonly #rate: number;
  readonly #patience: number;
  readonly #w: Float64Array;
  readonly #factors: Float64Array;
  #alarm: number;

  /** @param state of another one, to go on where that stood */
  constructor({rate = 0.01, patience = 60}: JudgeOptions = {}, {w, alarm}: JudgeState = {w: [0, 0, 0, 0], alarm: 0}) {
    this.#rate = rate;
    this.#patience = patience;
    this.#w = Float64Array.from(w);
    this.#factors = this.#w.map(Math.exp);
    this.#alarm = alarm;
  }

  get state(): JudgeState {
    return {w: [...this.#w], alarm: this.#alarm};
  }

  /** How many values an alarm has lasted, up to twice the patience; calm ones count against it twice. */
  get alarm(): number {
    return this.#alarm;
  }

  /** Whether an alarm has lasted so long that it is taken for a fault. */
  get sustained(): boolean {
    return this.#alarm > this.#patience;
  }

  /** Judges the next value; a gap (NaN) or one without a criterion is stage 0 and teaches nothing. */
  push(value: number, criterion: Criterion | null | undefined): Verdict {
    if (!criterion || Number.isNaN(value)) return unjudged;
    const {median} = criterion;
    const bounds = value < median ? criterion.low : criterion.high;
    const distance = Math.abs(value - median);
    const least = 1e-6 * Math.max(1, Math.abs(median));
    let stage = 0;
    let reach = 0;
    for (let k = 0; k < 4; k++) {
      reach = Math.max(least, Math.abs(bounds[k]! - median) * this.#factors[k]!);
      if (distance > reach) stage++;
    }
    const verdict = {stage: stage as Stage, excess: distance / reach};
    this.#alarm = stage >= 2 ? Math.min(2 * this.#patience, this.#alarm + 1) : Math.max(0, this.#alarm - 2);
    if (!this.sustained) this.#learn(stage);
    return verdict;
  }

  #learn(stage: number): void {
    for (let k = 0; k < 4; k++) {
      const outside = stage > k ? 1 : 0;
      this.#w[k] = Math.min(1, Math.max(-0.5, this.#w[k]! + this.#rate * (outside - (1 - stageLevels[k]!))));
      this.#factors[k] = Math.exp(this.#w[k]!);
    }
  }
}

/** Stages and excesses of values in order, row by row, by one `Judge`. */
export function judge(
  values: ArrayLike<number>,
  criterionOf: (row: number) => Criterion | null | undefined,
  options: JudgeOptions = {}
): {stages: Uint8Array; excess: Float64Array} {
  const walk = new Judge(options);
  const stages = new Uint8Array(values.length);
  const excess = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const verdict = walk.push(values[i]!, criterionOf(i));
    stages[i] = verdict.stage;
    excess[i] = verdict.excess;
  }
  return {stages, excess};
}
