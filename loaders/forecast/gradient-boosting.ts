/** Binary decision trees, node by node; a leaf has the feature -1. */
interface Tree {
  feature: Int32Array;
  /** Bins up to this one go left. */
  split: Uint8Array;
  left: Int32Array;
  right: Int32Array;
  value: Float64Array;
}

/** What `boost` has learnt. */
export interface Boosted {
  width: number;
  base: number;
  /** By feature, where its bins begin, ascending. */
  edges: Float64Array[];
  trees: Tree[];
}

export interface BoostOptions {
  trees?: number;
  depth?: number;
  rate?: number;
  /** Rows that a leaf holds at least. */
  leaf?: number;
}

const bins = 48;
const sampled = 5000;

/** Sums of gradients and numbers of rows by feature and bin. */
interface Histogram {
  sums: Float64Array;
  counts: Int32Array;
}

/**
 * Gradient boosting of histogram trees for the absolute error (Friedman 2001): splits by the signs of the residuals,
 * leaves are their medians. Deterministic.
 *
 * @param features rows x width, row by row, no NaN
 */
export function boost(
  {rows, width, features, targets}: {rows: number; width: number; features: Float64Array; targets: Float64Array},
  {trees = 100, depth = 5, rate = 0.1, leaf = 20}: BoostOptions = {}
): Boosted {
  const edges = Array.from({length: width}, (_, j) => edgesOf(features, rows, width, j));
  const binned = new Uint8Array(rows * width);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < width; j++) binned[i * width + j] = binOf(edges[j]!, features[i * width + j]!);
  const base = medianOf(targets.slice());
  const fitted = new Float64Array(rows).fill(base);
  const grower = new Grower({rows, width, binned, targets, fitted, edges}, {depth, rate, leaf});
  return {width, base, edges, trees: Array.from({length: trees}, () => grower.grow())};
}

/** The estimate for one row, whose features begin at a place of an array. */
export function boosted({width, base, edges, trees}: Boosted, features: Float64Array, position = 0): number {
  if (position + width > features.length) throw new Error(`too few features: ${features.length - position}`);
  const row = Uint8Array.from(edges, (own, j) => binOf(own, features[position + j]!));
  let sum = base;
  for (const {feature, split, left, right, value} of trees) {
    let node = 0;
    while (feature[node]! >= 0) node = row[feature[node]!]! <= split[node]! ? left[node]! : right[node]!;
    sum += value[node]!;
  }
  return sum;
}

interface Table {
  rows: number;
  width: number;
  binned: Uint8Array;
  targets: Float64Array;
  /** What the trees so far say; a new tree adds to it. */
  fitted: Float64Array;
  edges: Float64Array[];
}

class Grower {
  readonly #order: Int32Array;
  readonly #aside: Int32Array;
  readonly #signs: Float64Array;
  #nodes: {feature: number; split: number; left: number; right: number; value: number}[] = [];

  constructor(
    private readonly table: Table,
    private readonly options: Required<Omit<BoostOptions, "trees">>
  ) {
    this.#order = new Int32Array(table.rows);
    this.#aside = new Int32Array(table.rows);
    this.#signs = new Float64Array(table.rows);
  }

  grow(): Tree {
    const {rows, targets, fitted} = this.table;
    for (let i = 0; i < rows; i++) {
      this.#signs[i] = Math.sign(targets[i]! - fitted[i]!);
      this.#order[i] = i;
    }
    this.#nodes = [];
    this.#split(0, rows, 0, null);
    const nodes = this.#nodes;
    return {
      feature: Int32Array.from(nodes, ({feature}) => feature),
      split: Uint8Array.from(nodes, ({split}) => split),
      left: Int32Array.from(nodes, ({left}) => left),
      right: Int32Array.from(nodes, ({right}) => right),
      value: Float64Array.from(nodes, ({value}) => value)
    };
  }

  /** Grows the node of the rows [from, to) of the order; returns its index. */
  #split(from: number, to: number, depth: number, known: Histogram | null): number {
    const id = this.#nodes.push({feature: -1, split: 0, left: 0, right: 0, value: 0}) - 1;
    const node = this.#nodes[id]!;
    const mayGoOn = depth < this.options.depth && to - from >= 2 * this.options.leaf;
    const histogram = mayGoOn ? (known ?? this.#histogram(from, to)) : null;
    const best = histogram && this.#bestSplit(histogram, to - from);
    if (!histogram || !best) {
      node.value = this.#fill(from, to);
      return id;
    }
    const middle = this.#part(from, to, best);
    const leftIsSmaller = middle - from < to - middle;
    const isLast = depth + 1 === this.options.depth;
    const smaller = isLast ? null : leftIsSmaller ? this.#histogram(from, middle) : this.#histogram(middle, to);
    const larger = smaller && subtract(histogram, smaller);
    node.feature = best.feature;
    node.split = best.bin;
    node.left = this.#split(from, middle, depth + 1, leftIsSmaller ? smaller : larger);
    node.right = this.#split(middle, to, depth + 1, leftIsSmaller ? larger : smaller);
    return id;
  }

  #histogram(from: number, to: number): Histogram {
    const {width, binned} = this.table;
    const sums = new Float64Array(width * bins);
    const counts = new Int32Array(width * bins);
    for (let i = from; i < to; i++) {
      const row = this.#order[i]!;
      const sign = this.#signs[row]!;
      for (let j = 0; j < width; j++) {
        const slot = j * bins + binned[row * width + j]!;
        sums[slot]! += sign;
        counts[slot]!++;
      }
    }
    return {sums, counts};
  }

  #bestSplit({sums, counts}: Histogram, rows: number): {feature: number; bin: number} | null {
    const {edges} = this.table;
    const {leaf} = this.options;
    let total = 0;
    for (let bin = 0; bin < bins; bin++) total += sums[bin]!;
    let best: {feature: number; bin: number} | null = null;
    let most = total ** 2 / rows + 1e-9;
    for (let feature = 0; feature < edges.length; feature++) {
      let sum = 0;
      let count = 0;
      for (let bin = 0; bin < edges[feature]!.length; bin++) {
        sum += sums[feature * bins + bin]!;
        count += counts[feature * bins + bin]!;
        if (count < leaf) continue;
        if (rows - count < leaf) break;
        const gain = sum ** 2 / count + (total - sum) ** 2 / (rows - count);
        if (gain <= most) continue;
        most = gain;
        best = {feature, bin};
      }
    }
    return best;
  }

  /** Puts the rows that go left first; returns where the others begin. */
  #part(from: number, to: number, {feature, bin}: {feature: number; bin: number}): number {
    const {width, binned} = this.table;
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = this.#order[i]!;
      if (binned[row * width + feature]! <= bin) this.#order[left++] = row;
      else this.#aside[right++] = row;
    }
    this.#order.set(this.#aside.subarray(0, right), left);
    return left;
  }

  /** Makes a leaf; returns its value. */
  #fill(from: number, to: number): number {
    const {targets, fitted} = this.table;
    const rows = this.#order.subarray(from, to);
    const value = this.options.rate * medianOf(Float64Array.from(rows, (row) => targets[row]! - fitted[row]!));
    for (const row of rows) fitted[row]! += value;
    return value;
  }
}

/** Takes `part` out of `whole`, whose memory is used again. */
function subtract(whole: Histogram, part: Histogram): Histogram {
  for (let i = 0; i < whole.sums.length; i++) {
    whole.sums[i]! -= part.sums[i]!;
    whole.counts[i]! -= part.counts[i]!;
  }
  return whole;
}

/** Quantiles of a feature, each once. */
function edgesOf(features: Float64Array, rows: number, width: number, j: number): Float64Array {
  const size = Math.min(rows, sampled);
  const sample = Float64Array.from(
    {length: size},
    (_, i) => features[Math.floor((i * rows) / size) * width + j]!
  ).sort();
  const quantiles = Array.from({length: bins - 1}, (_, b) => sample[Math.floor(((b + 1) * size) / bins)]!);
  return Float64Array.from(new Set(quantiles));
}

/** How many edges a value has reached. */
function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sorts the values. */
function medianOf(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
