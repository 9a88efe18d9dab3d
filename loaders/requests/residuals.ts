import type {HourlyProportion, Proportion} from "./proportion.ts";

/**
 * How far a group's hits lie from its part of all hits, in standard deviations. Source: S. Haberman, Biometrics 29
 * (1973), adjusted residuals of a contingency table. 0 where nothing can differ.
 */
export function adjustedResidual(group: Proportion, all: Proportion): number {
  const rate = all.hits / all.total;
  const deviation = Math.sqrt(group.total * rate * (1 - rate) * (1 - group.total / all.total));
  return deviation > 0 ? (group.hits - group.total * rate) / deviation : 0;
}

/**
 * The same against the others of the same hour only: hits minus expected hits, summed over the hours, in standard
 * deviations of the hypergeometric distributions. An hour that is bad for everyone then counts against nobody.
 * Source: N. Mantel and W. Haenszel, Journal of the National Cancer Institute 22 (1959). By group name; 0 for a group
 * that is never beside another.
 */
export function sameHourResiduals(cells: readonly HourlyProportion[]): Map<string, number> {
  const hours = new Map<number, Proportion>();
  for (const {hour, total, hits} of cells) {
    const all = hours.get(hour) ?? {total: 0, hits: 0};
    hours.set(hour, {total: all.total + total, hits: all.hits + hits});
  }
  const sums = new Map<string, {excess: number; variance: number}>();
  for (const {name, hour, total, hits} of cells) {
    const all = hours.get(hour)!;
    const rate = all.hits / all.total;
    const sum = sums.get(name) ?? {excess: 0, variance: 0};
    sum.excess += hits - total * rate;
    if (all.total > 1) sum.variance += (total * (all.total - total) * rate * (1 - rate)) / (all.total - 1);
    sums.set(name, sum);
  }
  return new Map(
    [...sums].map(([name, {excess, variance}]) => [name, variance > 0 ? excess / Math.sqrt(variance) : 0])
  );
}
