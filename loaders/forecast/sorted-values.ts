/** Numbers in ascending order while some come and others go. Gaps (NaN) are passed over. */
export class SortedValues {
  readonly #values: Float64Array;
  #count = 0;

  /** @param most numbers that are held at one time */
  constructor(most: number) {
    this.#values = new Float64Array(most);
  }

  /** A view, which holds until the next change. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#count);
  }

  add(value: number): void {
    if (Number.isNaN(value)) return;
    const at = this.#at(value);
    this.#values.copyWithin(at + 1, at, this.#count++);
    this.#values[at] = value;
  }

  /** Takes out a number that was added. */
  remove(value: number): void {
    if (Number.isNaN(value)) return;
    const at = this.#at(value);
    this.#values.copyWithin(at, at + 1, this.#count--);
  }

  /** First place whose number is not below. */
  #at(value: number): number {
    const values = this.#values;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
