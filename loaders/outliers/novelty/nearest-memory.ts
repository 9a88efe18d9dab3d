import {VectorTree} from "./vector-tree.ts";

export interface MemoryOptions {
  /** Neighbours whose mean distance counts. */
  neighbours?: number;
  /** Rows after which a vector enters memory, so that none matches what it overlaps with. */
  delay?: number;
  /** Newest vectors that are kept. */
  capacity?: number;
}

/** Vectors of one series' past, and how far a new one is from them. Neighbours are exact. */
export class NearestMemory {
  readonly #dimensions: number;
  readonly #delay: number;
  readonly #capacity: number;
  /** Vectors by slot, a ring as long as what is waiting and what is kept. */
  #vectors: Float64Array;
  readonly #tree: VectorTree;
  readonly #nearest: Float64Array;
  #pushed = 0;

  constructor(dimensions: number, {neighbours = 1, delay = 1, capacity = 4000}: MemoryOptions = {}) {
    this.#dimensions = dimensions;
    this.#delay = delay;
    this.#capacity = capacity;
    this.#vectors = new Float64Array(dimensions * 256);
    this.#tree = new VectorTree(this.#vectors, dimensions);
    this.#nearest = new Float64Array(neighbours);
  }

  /** Mean distance of a vector to its nearest in memory, NaN while there are too few; then remembers it. */
  push(vector: Float64Array): number {
    const row = this.#pushed++;
    if (row >= this.#delay + this.#capacity) this.#tree.remove(this.#slot(row - this.#delay - this.#capacity));
    if (row >= this.#delay) this.#tree.add(this.#slot(row - this.#delay));
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
    const room = this.#vectors.length / this.#dimensions;
    if (rows <= room || room >= most) return;
    const vectors = new Float64Array(Math.min(most, 2 * room) * this.#dimensions);
    vectors.set(this.#vectors);
    this.#vectors = vectors;
    this.#tree.move(vectors);
  }

  #distance(vector: Float64Array): number {
    const nearest = this.#nearest;
    if (this.#tree.size < nearest.length) return Number.NaN;
    this.#tree.nearest(vector, nearest);
    let total = 0;
    for (const squared of nearest) total += Math.sqrt(squared);
    return total / nearest.length;
  }
}
