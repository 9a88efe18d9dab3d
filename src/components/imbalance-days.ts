import {covers} from "./filter-values.js";

export interface ImbalanceDays {
  /** Starts of the days and the end of the last one, UTC ms. */
  edges: readonly number[];
  /** Of each day with requests in turn: its number from 0, requests, late ones, missing ones. */
  groups: readonly {name: string; counts: readonly number[]}[];
}

export interface ImbalanceGroup {
  name: string;
  requests: number;
  late: number;
  missing: number;
  /** late + missing. */
  imbalanced: number;
  /** imbalanced / requests. */
  share: number;
  /** Of all imbalanced requests. */
  shareOfImbalanced: number;
  /** Imbalanced requests to be expected if all were served alike. */
  expected: number;
}

export interface ImbalanceSum {
  requests: number;
  imbalanced: number;
  /** null without requests. */
  share: number | null;
  /** Most imbalanced requests first. */
  groups: ImbalanceGroup[];
}

/** Requests of the whole days that a period touches, group by group. */
export function imbalanceOver({edges, groups}: ImbalanceDays, period: {from: number; to: number}): ImbalanceSum {
  const touched = (day: number) => covers(period, edges[day]!, edges[day + 1]! - edges[day]!);
  const sums = groups.map(({name, counts}) => {
    const sum = {name, requests: 0, late: 0, missing: 0};
    for (let i = 0; i < counts.length; i += 4) {
      if (!touched(counts[i]!)) continue;
      sum.requests += counts[i + 1]!;
      sum.late += counts[i + 2]!;
      sum.missing += counts[i + 3]!;
    }
    return {...sum, imbalanced: sum.late + sum.missing};
  });
  const known = sums.filter(({requests}) => requests > 0);
  const requests = known.reduce((sum, group) => sum + group.requests, 0);
  const imbalanced = known.reduce((sum, group) => sum + group.imbalanced, 0);
  return {
    requests,
    imbalanced,
    share: requests ? imbalanced / requests : null,
    groups: known
      .map((group) => ({
        ...group,
        share: group.imbalanced / group.requests,
        shareOfImbalanced: imbalanced ? group.imbalanced / imbalanced : 0,
        expected: group.requests * (imbalanced / requests)
      }))
      .sort((a, b) => b.imbalanced - a.imbalanced || a.name.localeCompare(b.name))
  };
}
