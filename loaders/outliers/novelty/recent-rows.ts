/** A power of two, so that a row's place is found without a division. */
const size = 128;
const mask = size - 1;
/** Values further out than this many standard deviations count as if they were there. */
const winsor = 5;
/** Level and spread follow the newest so many values. */
const memory = 10_000;

/** The newest 128 values of a series, and its level and spread so far. */
export class RecentRows {
  readonly #values = new Float64Array(size);
  #count = 0;
  #level = 0;
  #variance = 0;

  push(value: number): void {
    // Before the first row lies more of the same, so that windows are whole from the beginning.
    if (this.#count === 0) this.#values.fill(value);
    this.#values[this.#count++ & mask] = value;
    const weight = 1 / Math.min(this.#count, memory);
    const far = this.#count > 30 && this.#variance > 0 ? winsor * this.spread : Number.POSITIVE_INFINITY;
    const difference = Math.max(-far, Math.min(far, value - this.#level));
    this.#level += weight * difference;
    this.#variance += weight * ((1 - weight) * difference ** 2 - this.#variance);
  }

  get count(): number {
    return this.#count;
  }

  /** Mean of the values so far. */
  get level(): number {
    return this.#level;
  }

  /** Standard deviation of the values so far. */
  get spread(): number {
    return Math.sqrt(this.#variance);
  }

  /** The value so many rows ago, 0 is the present one. */
  ago(rows: number): number {
    return this.#values[(this.#count - 1 - rows) & mask]!;
  }

  /** Mean of the values from `from` rows ago back to `to` rows ago (exclusive). */
  mean(from: number, to: number): number {
    let sum = 0;
    for (let i = from; i < to; i++) sum += this.ago(i);
    return sum / (to - from);
  }

  /** Mean absolute difference between neighbours among the newest so many values. */
  roughness(rows: number): number {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += Math.abs(this.ago(i) - this.ago(i + 1));
    return sum / rows;
  }
}
