import {mean} from "../math/mean.ts";

/** How fast the level and the two shapes follow, and the share of an error that the next one has. */
export interface Rates {
  level: number;
  day: number;
  week: number;
  error: number;
}

/**
 * Exponential smoothing with a day and a week and AR(1) errors (Taylor 2003) that reads a history step by step.
 *
 * @param z the history on a model's scale
 */
export class Smoother {
  #at = 0;
  #level: number;
  #error = 0;
  readonly #day: Float64Array;
  readonly #week: Float64Array;

  constructor(
    private readonly z: Float64Array,
    day: number,
    week: number,
    private readonly rates: Rates
  ) {
    const first = z.subarray(0, z.length >= 2 * week ? 2 * week : z.length);
    this.#level = mean(first);
    this.#day = shapeOf(z.length >= 2 * day ? day : 1, (i) => first[i]! - this.#level, first.length);
    const rest = (i: number) => first[i]! - this.#level - this.#day[i % this.#day.length]!;
    this.#week = shapeOf(z.length >= 2 * week ? week : 1, rest, first.length);
  }

  /** Reads on, up to a place of the history. */
  to(end: number): void {
    const {z, rates} = this;
    const [day, week] = [this.#day.length, this.#week.length];
    for (; this.#at < end; this.#at++) {
      const [d, w] = [this.#at % day, this.#at % week];
      const error = z[this.#at]! - this.#level - this.#day[d]! - this.#week[w]!;
      const news = error - rates.error * this.#error;
      this.#level += rates.level * news;
      if (day > 1) this.#day[d]! += rates.day * news;
      if (week > 1) this.#week[w]! += rates.week * news;
      this.#error = error;
    }
  }

  /** The value `h` steps after what was read; 0 is the next. */
  ahead(h: number): number {
    const t = this.#at + h;
    const shapes = this.#day[t % this.#day.length]! + this.#week[t % this.#week.length]!;
    return this.#level + shapes + this.errorAhead(h);
  }

  /** The part of it that is left of the last error. */
  errorAhead(h: number): number {
    return this.rates.error ** (h + 1) * this.#error;
  }
}

/** Means by place in a cycle. */
function shapeOf(cycle: number, value: (i: number) => number, length: number): Float64Array {
  const sums = new Float64Array(cycle);
  const counts = new Float64Array(cycle);
  for (let i = 0; i < length; i++) {
    sums[i % cycle]! += value(i);
    counts[i % cycle]! += 1;
  }
  return sums.map((sum, i) => (cycle > 1 && counts[i]! > 0 ? sum / counts[i]! : 0));
}
