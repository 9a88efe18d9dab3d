/** A day of two readings each second. */
const most = 200_000;

/**
 * Readings of one series in the order in which they came, 16 bytes each, so that they can be walked through again when
 * the past of the series arrives. Once it is full, further ones are not kept.
 */
export class RecentReadings {
  #length = 0;
  #times = new Float64Array(64);
  #values = new Float64Array(64);

  constructor(private readonly capacity = most) {}

  get length(): number {
    return this.#length;
  }

  /** ms UTC; a view that later readings may leave behind, as `values` is. */
  get times(): Float64Array {
    return this.#times.subarray(0, this.#length);
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  push(time: number, value: number): void {
    if (this.#length === this.capacity) return;
    if (this.#length === this.#times.length) this.#resize(2 * this.#length);
    this.#times[this.#length] = time;
    this.#values[this.#length++] = value;
  }

  /** Keeps what is later than an instant. */
  forgetThrough(instant: number): void {
    let kept = 0;
    for (let i = 0; i < this.#length; i++) {
      if (!(this.#times[i]! > instant)) continue;
      this.#times[kept] = this.#times[i]!;
      this.#values[kept++] = this.#values[i]!;
    }
    this.#length = kept;
    this.#resize(Math.max(64, kept));
  }

  #resize(size: number): void {
    const [times, values] = [this.times, this.values];
    this.#times = new Float64Array(size);
    this.#times.set(times);
    this.#values = new Float64Array(size);
    this.#values.set(values);
  }
}
