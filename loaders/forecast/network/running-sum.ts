/** Means over any part of a series, each in constant time. */
export class RunningSum {
  readonly #sums: Float64Array;

  constructor(values: Float64Array) {
    this.#sums = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) this.#sums[i + 1] = this.#sums[i]! + values[i]!;
  }

  /** Mean of the values [from, to). */
  mean(from: number, to: number): number {
    return (this.#sums[to]! - this.#sums[from]!) / (to - from);
  }
}
