export interface MemoryOptions {
  /** Neighbours whose mean distance counts. */
  neighbours?: number;
  /** Rows after which a vector enters memory, so that none matches what it overlaps with. */
  delay?: number;
  /** Newest vectors that are kept. */
  capacity?: number;
}

/**
 * Vectors of one series' past, and how far a new one is from them. Neighbours are exact: vectors lie sorted by their
 * sum, which differs by at most the square root of their dimensions times their distance, and are searched outwards.
 */
export class NearestMemory {
  readonly #dimensions: number;
  readonly #delay: number;
  readonly #capacity: number;
  /** Vectors by slot, a ring as long as what is waiting and what is kept. */
  #vectors: Float64Array;
  /** Sums and slots of those in memory, ascending by sum. */
  #sums: Float64Array;
  #slots: Int32Array;
  readonly #nearest: Float64Array;
  #pushed = 0;
  #size = 0;

  constructor(dimensions: number, {neighbours = 1, delay = 1, capacity = 4000}: MemoryOptions = {}) {
    this.#dimensions = dimensions;
    this.#delay = delay;
    this.#capacity = capacity;
    this.#vectors = new Float64Array(dimensions * 256);
    this.#sums = new Float64Array(256);
    this.#slots = new Int32Array(256);
    this.#nearest = new Float64Array(neighbours);
  }

  /** Mean distance of a vector to its nearest in memory, NaN while there are too few; then remembers it. */
  push(vector: Float64Array): number {
    const row = this.#pushed++;
    if (row >= this.#delay) this.#enter(row - this.#delay);
    const distance = this.#distance(vector);
    this.#grow(row + 1);
    this.#vectors.set(vector, this.#slot(row) * this.#dimensions);
    return distance;
  }

  #slot(row: number): number {
    return row % (this.#capacity + this.#delay + 1);
  }

  /** Room for so many rows, or for all that are ever kept. */
  #grow(rows: number): void {
    const most = this.#capacity + this.#delay + 1;
    const room = this.#sums.length;
    if (rows <= room || room >= most) return;
    const more = Math.min(most, 2 * room);
    this.#vectors = copied(this.#vectors, new Float64Array(more * this.#dimensions));
    this.#sums = copied(this.#sums, new Float64Array(more));
    this.#slots = copied(this.#slots, new Int32Array(more));
  }

  #enter(row: number): void {
    if (this.#size === this.#capacity) this.#leave(row - this.#capacity);
    const slot = this.#slot(row);
    const sum = this.#sumOf(this.#vectors, slot * this.#dimensions);
    const at = this.#at(sum);
    this.#sums.copyWithin(at + 1, at, this.#size);
    this.#slots.copyWithin(at + 1, at, this.#size);
    this.#sums[at] = sum;
    this.#slots[at] = slot;
    this.#size++;
  }

  #leave(row: number): void {
    const slot = this.#slot(row);
    let at = this.#at(this.#sumOf(this.#vectors, slot * this.#dimensions));
    while (this.#slots[at] !== slot) at++;
    this.#sums.copyWithin(at, at + 1, this.#size);
    this.#slots.copyWithin(at, at + 1, this.#size);
    this.#size--;
  }

  #sumOf(vectors: Float64Array, from: number): number {
    let sum = 0;
    for (let i = 0; i < this.#dimensions; i++) sum += vectors[from + i]!;
    return sum;
  }

  /** First place whose sum is not below. */
  #at(sum: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sums[middle]! < sum) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #distance(vector: Float64Array): number {
    const nearest = this.#nearest;
    const last = nearest.length - 1;
    if (this.#size <= last) return Number.NaN;
    nearest.fill(Number.POSITIVE_INFINITY);
    const sum = this.#sumOf(vector, 0);
    let right = this.#at(sum);
    let left = right - 1;
    for (;;) {
      const above = right < this.#size ? this.#sums[right]! - sum : Number.POSITIVE_INFINITY;
      const below = left >= 0 ? sum - this.#sums[left]! : Number.POSITIVE_INFINITY;
      const gap = Math.min(above, below);
      if (!(gap * gap < this.#dimensions * nearest[last]!)) break;
      insert(nearest, this.#squared(vector, this.#slots[above < below ? right++ : left--]!));
    }
    let total = 0;
    for (let i = 0; i <= last; i++) total += Math.sqrt(nearest[i]!);
    return total / nearest.length;
  }

  #squared(vector: Float64Array, slot: number): number {
    const most = this.#nearest[this.#nearest.length - 1]!;
    const from = slot * this.#dimensions;
    let squared = 0;
    for (let i = 0; i < this.#dimensions && squared < most; i++) {
      const difference = vector[i]! - this.#vectors[from + i]!;
      squared += difference * difference;
    }
    return squared;
  }
}

/** Puts a distance among the nearest, ascending, if it belongs there. */
function insert(nearest: Float64Array, distance: number): void {
  let at = nearest.length - 1;
  if (!(distance < nearest[at]!)) return;
  for (; at > 0 && nearest[at - 1]! > distance; at--) nearest[at] = nearest[at - 1]!;
  nearest[at] = distance;
}

function copied<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
