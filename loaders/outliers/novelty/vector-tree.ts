/** Vectors that a leaf holds before it is split. */
const most = 16;
const none = -1;

/**
 * Which of some vectors are nearest to another one: a k-d tree (Bentley 1975) whose nodes know the box that their vectors
 * lie in. Vectors are told by their slots in one array, which belongs to the caller and holds them while they are here.
 */
export class VectorTree {
  readonly #dimensions: number;
  #vectors: Float64Array;
  /** The vectors of a leaf, a list by slot in both directions. */
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  /** First slot and number of vectors of a leaf; a node's first child, the second lies behind it; none where it is a leaf. */
  #first: number[] = [];
  #count: number[] = [];
  #child: number[] = [];
  /** Where a node is split: vectors below go to its first child. */
  #axis: number[] = [];
  #border: number[] = [];
  /** Lowest and highest coordinates of what a node has held, one after the other. */
  #boxes = new Float64Array(0);
  readonly #path: number[] = [];
  #size = 0;
  /** Vectors that came since the tree was made anew. */
  #added = 0;

  constructor(vectors: Float64Array, dimensions: number) {
    this.#dimensions = dimensions;
    this.#vectors = vectors;
    this.move(vectors);
    this.#node();
  }

  get size(): number {
    return this.#size;
  }

  /** The vectors lie in another array from now on, in the same slots. */
  move(vectors: Float64Array): void {
    const slots = vectors.length / this.#dimensions;
    this.#vectors = vectors;
    this.#next = copied(this.#next, new Int32Array(slots));
    this.#previous = copied(this.#previous, new Int32Array(slots));
  }

  add(slot: number): void {
    // What came since may lie in long branches, and what has left is still in the boxes.
    if (++this.#added > Math.max(256, this.#size)) this.#renew();
    this.#size++;
    let node = 0;
    for (;;) {
      this.#widen(node, slot);
      const child = this.#child[node]!;
      if (child === none) break;
      node = child + this.#side(node, slot);
    }
    this.#put(node, slot);
    this.#split(node);
  }

  remove(slot: number): void {
    let node = 0;
    for (let child = this.#child[node]!; child !== none; child = this.#child[node]!)
      node = child + this.#side(node, slot);
    const next = this.#next[slot]!;
    const previous = this.#previous[slot]!;
    if (next !== none) this.#previous[next] = previous;
    if (previous === none) this.#first[node] = next;
    else this.#next[previous] = next;
    this.#count[node]!--;
    this.#size--;
  }

  /** Squared distances of a vector to its nearest, ascending, as many as there is room for; infinite where there are too few. */
  nearest(vector: Float64Array, to: Float64Array): void {
    const [path, child, axis, border] = [this.#path, this.#child, this.#axis, this.#border];
    const last = to.length - 1;
    to.fill(Number.POSITIVE_INFINITY);
    let depth = 0;
    path[depth++] = 0;
    while (depth > 0) {
      const node = path[--depth]!;
      if (!this.#reaches(node, vector, to[last]!)) continue;
      const first = child[node]!;
      if (first === none) this.#look(node, vector, to);
      else {
        const near = vector[axis[node]!]! < border[node]! ? 0 : 1;
        path[depth++] = first + 1 - near;
        path[depth++] = first + near;
      }
    }
  }

  /** Whether a node's box comes closer to a vector than a squared distance. */
  #reaches(node: number, vector: Float64Array, limit: number): boolean {
    const boxes = this.#boxes;
    const dimensions = this.#dimensions;
    let at = 2 * node * dimensions;
    let squared = 0;
    for (let i = 0; i < dimensions; i++, at += 2) {
      const value = vector[i]!;
      const below = boxes[at]! - value;
      const above = value - boxes[at + 1]!;
      if (below > 0) squared += below * below;
      else if (above > 0) squared += above * above;
      else continue;
      if (!(squared < limit)) return false;
    }
    return squared < limit;
  }

  #look(leaf: number, vector: Float64Array, to: Float64Array): void {
    const [dimensions, vectors, next] = [this.#dimensions, this.#vectors, this.#next];
    const last = to.length - 1;
    let limit = to[last]!;
    for (let slot = this.#first[leaf]!; slot !== none && limit > 0; slot = next[slot]!) {
      const from = slot * dimensions;
      let squared = 0;
      for (let i = 0; i < dimensions && squared < limit; i++) {
        const difference = vector[i]! - vectors[from + i]!;
        squared += difference * difference;
      }
      if (!(squared < limit)) continue;
      let at = last;
      for (; at > 0 && to[at - 1]! > squared; at--) to[at] = to[at - 1]!;
      to[at] = squared;
      limit = to[last]!;
    }
  }

  /** A new leaf. */
  #node(): number {
    const node = this.#child.push(none) - 1;
    this.#first.push(none);
    this.#count.push(0);
    this.#axis.push(0);
    this.#border.push(0);
    const [from, to] = [2 * node * this.#dimensions, 2 * (node + 1) * this.#dimensions];
    if (to > this.#boxes.length) this.#boxes = copied(this.#boxes, new Float64Array(Math.max(64, 2 * to)));
    for (let at = from; at < to; at += 2) {
      this.#boxes[at] = Number.POSITIVE_INFINITY;
      this.#boxes[at + 1] = Number.NEGATIVE_INFINITY;
    }
    return node;
  }

  #side(node: number, slot: number): 0 | 1 {
    return this.#vectors[slot * this.#dimensions + this.#axis[node]!]! < this.#border[node]! ? 0 : 1;
  }

  #widen(node: number, slot: number): void {
    const boxes = this.#boxes;
    const from = slot * this.#dimensions;
    let at = 2 * node * this.#dimensions;
    for (let i = 0; i < this.#dimensions; i++, at += 2) {
      const value = this.#vectors[from + i]!;
      if (value < boxes[at]!) boxes[at] = value;
      if (value > boxes[at + 1]!) boxes[at + 1] = value;
    }
  }

  #put(leaf: number, slot: number): void {
    const first = this.#first[leaf]!;
    this.#next[slot] = first;
    this.#previous[slot] = none;
    if (first !== none) this.#previous[first] = slot;
    this.#first[leaf] = slot;
    this.#count[leaf]!++;
  }

  /** Splits a leaf that holds too many, and what comes of it, in the middle of the longest side; alike ones stay together. */
  #split(begin: number): void {
    const waiting = [begin];
    for (let leaf = waiting.pop(); leaf !== undefined; leaf = waiting.pop()) {
      if (this.#count[leaf]! <= most || !this.#divide(leaf)) continue;
      const child = this.#child[leaf]!;
      let next: number;
      for (let slot = this.#first[leaf]!; slot !== none; slot = next) {
        next = this.#next[slot]!;
        const node = child + this.#side(leaf, slot);
        this.#widen(node, slot);
        this.#put(node, slot);
      }
      this.#first[leaf] = none;
      this.#count[leaf] = 0;
      waiting.push(child, child + 1);
    }
  }

  /** Makes two leaves under one; false where its box has no extent. */
  #divide(leaf: number): boolean {
    const from = 2 * leaf * this.#dimensions;
    let axis = 0;
    let longest = 0;
    for (let i = 0; i < this.#dimensions; i++) {
      const extent = this.#boxes[from + 2 * i + 1]! - this.#boxes[from + 2 * i]!;
      if (extent > longest) [axis, longest] = [i, extent];
    }
    if (!(longest > 0)) return false;
    const [low, high] = [this.#boxes[from + 2 * axis]!, this.#boxes[from + 2 * axis + 1]!];
    const middle = low + longest / 2;
    this.#axis[leaf] = axis;
    this.#border[leaf] = middle > low ? Math.min(middle, high) : high;
    this.#child[leaf] = this.#node();
    this.#node();
    return true;
  }

  /** Makes the tree anew of the vectors that it holds. */
  #renew(): void {
    const slots: number[] = [];
    for (const first of this.#first) for (let slot = first; slot !== none; slot = this.#next[slot]!) slots.push(slot);
    for (const list of [this.#first, this.#count, this.#child, this.#axis, this.#border]) list.length = 0;
    this.#added = 0;
    const root = this.#node();
    for (const slot of slots) {
      this.#widen(root, slot);
      this.#put(root, slot);
    }
    this.#split(root);
  }
}

function copied<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
