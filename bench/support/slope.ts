import {quantile} from "../../loaders/math/quantile.ts";

/**
 * The rise of y by x: the median of the rises between any two points, which single peaks do not move (Theil 1950,
 * Sen 1968).
 *
 * @param points [x, y] in the order of x, no x twice; two at least
 */
export function theilSen(points: readonly (readonly [number, number])[]): number {
  const rises = points.flatMap(([x, y], i) => points.slice(i + 1).map(([later, there]) => (there - y) / (later - x)));
  return quantile(rises, 0.5);
}
