/**
 * Moves positions apart until neighbours are at least `gap` from each other, as little as possible and within
 * [0, `size`]; keeps their order.
 */
export function spread(positions: readonly number[], gap: number, size: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a]! - positions[b]!);
  const moved = [...positions];
  for (let k = 1; k < order.length; ++k) moved[order[k]!] = Math.max(moved[order[k]!]!, moved[order[k - 1]!]! + gap);
  let limit = size;
  for (const i of order.reverse()) {
    moved[i] = Math.min(moved[i]!, limit);
    limit = moved[i]! - gap;
  }
  return moved;
}
