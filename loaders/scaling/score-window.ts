const width = 0.02;
const lowest = -20;
const count = Math.round((2 * -lowest) / width);

/** Scores of the last `capacity` steps, counted by their size, so that an upper quantile is had at once. */
export class ScoreWindow {
  #counts = new Int32Array(count);
  #bins: Int16Array;
  #added = 0;

  constructor(capacity: number) {
    this.#bins = new Int16Array(capacity);
  }

  get size(): number {
    return Math.min(this.#added, this.#bins.length);
  }

  /** Adds a score, in place of the oldest when the window is full. */
  add(score: number): void {
    const bin = Math.min(count - 1, Math.max(0, Math.floor((score - lowest) / width)));
    const slot = this.#added % this.#bins.length;
    if (this.#added++ >= this.#bins.length) this.#counts[this.#bins[slot]!]! -= 1;
    this.#bins[slot] = bin;
    this.#counts[bin]! += 1;
  }

  /** The lowest score, to 0.02, that at most this share of the window is above. */
  exceededBy(share: number): number {
    const most = share * this.size;
    let above = 0;
    let bin = count - 1;
    for (; bin > 0 && above + this.#counts[bin]! <= most; --bin) above += this.#counts[bin]!;
    return lowest + (bin + 1) * width;
  }
}
