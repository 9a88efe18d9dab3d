import type {HourlyProportion, Proportion} from "./proportion.ts";

/** Fewest expected cases of a cell for which the chi-squared approximation is trusted (Cochran, Biometrics 10, 1954). */
export const fewestExpected = 5;

/**
 * Numbers from 0 of the groups that are compared. Those with too few cases expected beside others, and those past the
 * `mostGroups` with the most, are taken together and have the same one; where that is still too few, none.
 */
export function comparedGroups(cells: readonly HourlyProportion[], mostGroups: number): Map<string, number> {
  const hours = new Map([...byHour(cells, (name) => name)].map(([hour, groups]) => [hour, sumOf(groups.values())]));
  const expected = new Map<string, {hits: number; others: number}>();
  for (const {name, hour, total} of cells) {
    const all = hours.get(hour)!;
    const sum = expected.get(name) ?? {hits: 0, others: 0};
    if (total < all.total) {
      sum.hits += (total * all.hits) / all.total;
      sum.others += (total * (all.total - all.hits)) / all.total;
    }
    expected.set(name, sum);
  }
  const least = ({hits, others}: {hits: number; others: number}) => Math.min(hits, others);
  const ordered = [...expected].sort(([, a], [, b]) => least(b) - least(a));
  const apart = ordered.filter(([, sum], i) => least(sum) >= fewestExpected && i < mostGroups - 1);
  const rest = ordered.slice(apart.length);
  const pool = {hits: 0, others: 0};
  for (const [, {hits, others}] of rest) {
    pool.hits += hits;
    pool.others += others;
  }
  const pooled = least(pool) >= fewestExpected ? rest : [];
  return new Map([
    ...apart.map(([name], i) => [name, i] as const),
    ...pooled.map(([name]) => [name, apart.length] as const)
  ]);
}

/** Totals by hour and id; groups that `idOf` knows none for are left out. */
export function byHour<Id>(
  cells: readonly HourlyProportion[],
  idOf: (name: string) => Id | undefined
): Map<number, Map<Id, Proportion>> {
  const hours = new Map<number, Map<Id, Proportion>>();
  for (const {name, hour, total, hits} of cells) {
    const id = idOf(name);
    if (id === undefined || total === 0) continue;
    const groups = hours.get(hour) ?? new Map<Id, Proportion>();
    const sum = groups.get(id) ?? {total: 0, hits: 0};
    groups.set(id, {total: sum.total + total, hits: sum.hits + hits});
    hours.set(hour, groups);
  }
  return hours;
}

/** Of several groups together. */
export function sumOf(parts: Iterable<Proportion>): Proportion {
  const sum = {total: 0, hits: 0};
  for (const {total, hits} of parts) {
    sum.total += total;
    sum.hits += hits;
  }
  return sum;
}
