/** Novelties further out than this many standard deviations teach no more than one there. */
const winsor = 20;
/** Novelties that must be known before one is judged. */
const enough = 30;
const most = 1e6;

/**
 * How unlikely the mean of the newest novelties is against all earlier ones, in standard deviations (after the anomaly
 * likelihood of Ahmad et al. 2017, with all of the past in place of a window).
 */
export class Likelihood {
  readonly #window: Float64Array;
  #pushed = 0;
  #count = 0;
  #mean = 0;
  #squares = 0;

  constructor(window: number) {
    this.#window = new Float64Array(window);
  }

  /** Mean of the novelties that count as usual. */
  get usual(): number {
    return this.#mean;
  }

  /** Mean of the newest novelties. */
  get present(): number {
    const known = Math.min(this.#pushed, this.#window.length);
    let sum = 0;
    for (let i = 0; i < known; i++) sum += this.#window[i]!;
    return known ? sum / known : 0;
  }

  /** Takes the next novelty; from a row on that counts, says how far above the usual the newest are, at least 0. */
  push(novelty: number, counts: boolean): number {
    this.#window[this.#pushed++ % this.#window.length] = novelty;
    if (!counts) return 0;
    const deviation = Math.sqrt(this.#squares / Math.max(1, this.#count));
    const above = this.present - this.#mean;
    const z = this.#count >= enough && above > 0 ? above / (deviation + 1e-3 * this.#mean) : 0;
    this.#learn(this.#count >= 10 && deviation > 0 ? Math.min(novelty, this.#mean + winsor * deviation) : novelty);
    return Math.min(z, most);
  }

  #learn(novelty: number): void {
    const difference = novelty - this.#mean;
    this.#mean += difference / ++this.#count;
    this.#squares += difference * (novelty - this.#mean);
  }
}
