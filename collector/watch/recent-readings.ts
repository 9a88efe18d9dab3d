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

  /** Keeps what came after the last reading up to an instant: dated ahead, one that came before is of the past, too. */
  forgetThrough(instant: number): void {
    const from = this.times.findLastIndex((time) => !(time > instant)) + 1;
    this.#times.copyWithin(0, from, this.#length);
    this.#values.copyWithin(0, from, this.#length);
    this.#length -= from;
    this.#resize(Math.max(64, this.#length));
  }

  /** Keeps the last `span` ms before an instant at least, twice that at most. */
  trim(now: number, span: number): void {
    if (this.#length && now - this.#times[0]! > 2 * span) this.forgetThrough(now - span);
  }

  #resize(size: number): void {
    const [times, values] = [this.times, this.values];
    this.#times = new Float64Array(size);
    this.#times.set(times);
    this.#values = new Float64Array(size);
    this.#values.set(values);
  }
}
