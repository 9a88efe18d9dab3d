import {solveSpd} from "../math/solve-spd.ts";
import {byHour, comparedGroups, sumOf} from "./compared-groups.ts";
import {chiSquaredTail} from "./incomplete-gamma.ts";
import type {HourlyProportion} from "./proportion.ts";

/** Whether the property is spread over the groups in proportion to their cases, hour by hour. */
export interface ProportionTest {
  /** Groups compared; those too small for the test, and those past the largest, are taken together as one. */
  groups: number;
  degreesOfFreedom: number;
  /** The generalised Cochran-Mantel-Haenszel statistic. */
  chiSquared: number;
  /** p of chiSquared. */
  p: number;
  /**
   * Effect size in [0, 1]: Cramér's V between groups of the same hour, √(chiSquared / Σ (cases of an hour - 1)); of a
   * single hour it is the usual one. About 0.1 small, 0.3 medium, 0.5 large.
   */
  cramersV: number;
}

/**
 * The generalised Cochran-Mantel-Haenszel test of a 2 x k table in every hour: hits minus expected hits of each group,
 * summed over the hours, against their covariance when each hour's hits fall on its cases by chance. A bad hour counts
 * against nobody. Source: J. Landis, E. Heyman and G. Koch, International Statistical Review 46 (1978), general
 * association. null when no hour has two groups to compare, cases with the property and cases without.
 *
 * Time grows with the cells times the groups of an hour, of which no more than `mostGroups` are told apart.
 */
export function proportionTest(cells: readonly HourlyProportion[], {mostGroups = 200} = {}): ProportionTest | null {
  const names = comparedGroups(cells, mostGroups);
  const k = new Set(names.values()).size;
  const excess = new Float64Array(k);
  const covariance = new Float64Array(k * k);
  let freeCases = 0;
  for (const hour of byHour(cells, (name) => names.get(name)).values()) {
    const {total, hits} = sumOf(hour.values());
    if (hour.size < 2 || hits === 0 || hits === total) continue;
    freeCases += total - 1;
    const rate = hits / total;
    const scale = (rate * (1 - rate)) / (total - 1);
    for (const [i, one] of hour) {
      excess[i]! += one.hits - one.total * rate;
      covariance[i * k + i]! += scale * one.total * total;
      for (const [j, other] of hour) covariance[i * k + j]! -= scale * one.total * other.total;
    }
  }
  const firsts = firstOfEach(covariance, k);
  const degreesOfFreedom = k - firsts.length;
  if (degreesOfFreedom === 0) return null;
  const groups = excess.filter((_, i) => covariance[i * k + i]! > 0).length;
  const chiSquared = quadraticForm(covariance, excess, firsts);
  return {
    groups,
    degreesOfFreedom,
    chiSquared,
    p: chiSquaredTail(chiSquared, degreesOfFreedom),
    cramersV: Math.min(1, Math.sqrt(chiSquared / freeCases))
  };
}

/** The first of all groups that are compared with each other, at once or by others between them. */
function firstOfEach(covariance: Float64Array, k: number): number[] {
  const seen = new Uint8Array(k);
  const firsts: number[] = [];
  for (let first = 0; first < k; ++first) {
    if (seen[first]) continue;
    firsts.push(first);
    seen[first] = 1;
    const next = [first];
    for (let i = next.pop(); i !== undefined; i = next.pop())
      for (let j = 0; j < k; ++j)
        if (!seen[j] && covariance[i * k + j]! < 0) {
          seen[j] = 1;
          next.push(j);
        }
  }
  return firsts;
}

/** excess' covariance⁻ excess; overwrites the covariance. Rows of a covariance that belong together sum to 0: without the first it has an inverse. */
function quadraticForm(covariance: Float64Array, excess: Float64Array, firsts: readonly number[]): number {
  const k = excess.length;
  const left = excess.slice();
  for (const i of firsts) {
    left[i] = 0;
    for (let j = 0; j < k; ++j) covariance[i * k + j] = covariance[j * k + i] = i === j ? 1 : 0;
  }
  const solved = solveSpd(covariance, left.slice(), k);
  return Math.max(
    0,
    left.reduce((sum, value, i) => sum + value * solved[i]!, 0)
  );
}
