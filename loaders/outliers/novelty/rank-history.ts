const binsAnOctave = 16;
const bins = 24 * binsAnOctave;

/** How often each height was reached so far, to a few per cent of it. */
export class RankHistory {
  readonly #counts = new Float64Array(bins);
  #total = 0;

  /** Share of what was pushed before that is below a height (at least 0), in [0, 1); then remembers it. */
  push(height: number): number {
    const bin = Math.min(bins - 1, Math.floor(binsAnOctave * Math.log2(1 + height)));
    let below = 0;
    for (let i = 0; i < bin; i++) below += this.#counts[i]!;
    this.#counts[bin]!++;
    return below / ++this.#total;
  }
}
