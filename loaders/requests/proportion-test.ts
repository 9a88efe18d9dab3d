import {chiSquaredTail} from "./incomplete-gamma.ts";

/** Of `total` cases, `hits` had the property in question. */
export interface Proportion {
  total: number;
  hits: number;
}

/** Whether the property is spread over the groups in proportion to their cases. */
export interface ProportionTest {
  /** Groups compared; those too small for the test are taken together as one. */
  groups: number;
  degreesOfFreedom: number;
  chiSquared: number;
  /** p of chiSquared. */
  p: number;
  /** Likelihood-ratio statistic G and its p. */
  g: number;
  pOfG: number;
  /** Effect size in [0, 1]: about 0.1 small, 0.3 medium, 0.5 large. */
  cramersV: number;
}

/** Fewest expected cases of a cell for which the chi-squared approximation is trusted (Cochran, Biometrics 10, 1954). */
export const fewestExpected = 5;

/**
 * Pearson's chi-squared and the G-test of a 2 x k table, with Cramér's V. null when fewer than two groups can be
 * compared, or when all cases or none have the property.
 */
export function proportionTest(groups: readonly Proportion[]): ProportionTest | null {
  const total = sum(groups.map((group) => group.total));
  const rate = sum(groups.map((group) => group.hits)) / total;
  if (!(rate > 0 && rate < 1)) return null;
  const table = poolSmall(groups, fewestExpected / Math.min(rate, 1 - rate));
  if (table.length < 2) return null;
  let chiSquared = 0;
  let g = 0;
  for (const group of table) {
    const cells = [
      {observed: group.hits, expected: group.total * rate},
      {observed: group.total - group.hits, expected: group.total * (1 - rate)}
    ];
    for (const {observed, expected} of cells) {
      chiSquared += (observed - expected) ** 2 / expected;
      if (observed > 0) g += 2 * observed * Math.log(observed / expected);
    }
  }
  g = Math.max(0, g);
  const degreesOfFreedom = table.length - 1;
  return {
    groups: table.length,
    degreesOfFreedom,
    chiSquared,
    p: chiSquaredTail(chiSquared, degreesOfFreedom),
    g,
    pOfG: chiSquaredTail(g, degreesOfFreedom),
    cramersV: Math.sqrt(chiSquared / total)
  };
}

function poolSmall(groups: readonly Proportion[], fewest: number): Proportion[] {
  const small = groups.filter((group) => group.total < fewest);
  const pool = {total: sum(small.map((group) => group.total)), hits: sum(small.map((group) => group.hits))};
  return [...groups.filter((group) => group.total >= fewest), ...(pool.total >= fewest ? [pool] : [])];
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
