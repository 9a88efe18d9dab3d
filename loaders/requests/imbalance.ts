import {fewestExpected} from "./compared-groups.ts";
import {gini} from "./gini.ts";
import {holm} from "./holm.ts";
import {normalTwoSided} from "./incomplete-gamma.ts";
import {type ProportionTest, proportionTest} from "./proportion-test.ts";
import {adjustedResidual, sameHourResiduals} from "./residuals.ts";

/** The requests that one group (a requester, a processor) made in one hour. */
export interface ImbalanceCell {
  name: string;
  hour: number;
  requests: number;
  /** Processed in a later hour. */
  late: number;
  /** Not processed at all. */
  missing: number;
}

/** Requests that were not processed in the hour they were made in, over the groups. A share lies in [0, 1]. */
export interface Imbalance {
  requests: number;
  imbalanced: number;
  /** imbalanced / requests; null without requests. */
  share: number | null;
  /** Most imbalanced requests first. */
  groups: ImbalanceGroup[];
  /** Inequality of the service: 0 when every group's share is the same, towards 1 when one bears it all. */
  gini: number | null;
  /** Inequality of the demand: Gini coefficient of the numbers of requests. */
  giniOfDemand: number | null;
  /** Whether each hour's imbalance is spread in proportion to its requests; null when no hour has two groups to compare. */
  test: ProportionTest | null;
}

export interface ImbalanceGroup {
  name: string;
  requests: number;
  late: number;
  missing: number;
  /** late + missing. */
  imbalanced: number;
  /** imbalanced / requests: how this group is served. */
  share: number;
  /** Of all imbalanced requests: the slice of the pie. */
  shareOfImbalanced: number;
  /** Imbalanced requests to be expected under proportional service. */
  expected: number;
  /** Adjusted standardised residual, about N(0, 1) under proportional service; above 0 is more than its part. */
  residual: number;
  /** The same against the others' requests of the same hours, so that busy hours are nobody's disadvantage. */
  sameHourResidual: number;
  /** Two-sided p of sameHourResidual, Holm-corrected over the groups. */
  p: number;
  /** By p at 5 %: served worse, better or as the others; "few" when too few requests are expected to tell. */
  verdict: "worse" | "better" | "even" | "few";
}

const level = 0.05;

export function imbalance(cells: readonly ImbalanceCell[]): Imbalance {
  const groups = byName(cells);
  const requests = groups.reduce((sum, group) => sum + group.requests, 0);
  const imbalanced = groups.reduce((sum, group) => sum + group.imbalanced, 0);
  const rate = requests ? imbalanced / requests : 0;
  const hourly = cells.map(({name, hour, ...c}) => ({name, hour, total: c.requests, hits: c.late + c.missing}));
  const sameHour = sameHourResiduals(hourly);
  const judged = groups.map((group) => {
    const expected = group.requests * rate;
    const few = Math.min(expected, group.requests - expected) < fewestExpected;
    return {...group, expected, few, sameHourResidual: sameHour.get(group.name)!};
  });
  const tested = judged.filter(({few}) => !few);
  const corrected = holm(tested.map((group) => normalTwoSided(group.sameHourResidual)));
  const pOf = new Map(tested.map(({name}, i) => [name, corrected[i]!]));
  return {
    requests,
    imbalanced,
    share: requests ? rate : null,
    groups: judged
      .map(({few, ...group}) => {
        const p = pOf.get(group.name) ?? 1;
        return {
          ...group,
          share: group.imbalanced / group.requests,
          shareOfImbalanced: imbalanced ? group.imbalanced / imbalanced : 0,
          residual: adjustedResidual(
            {total: group.requests, hits: group.imbalanced},
            {total: requests, hits: imbalanced}
          ),
          p,
          verdict: few ? ("few" as const) : verdict(p, group.sameHourResidual)
        };
      })
      .sort((a, b) => b.imbalanced - a.imbalanced || a.name.localeCompare(b.name)),
    gini: gini(
      groups.map((group) => group.imbalanced),
      groups.map((group) => group.requests)
    ),
    giniOfDemand: gini(groups.map((group) => group.requests)),
    test: proportionTest(hourly)
  };
}

function verdict(p: number, residual: number): "worse" | "better" | "even" {
  if (p >= level) return "even";
  return residual > 0 ? "worse" : "better";
}

function byName(cells: readonly ImbalanceCell[]) {
  const groups = new Map<string, Pick<ImbalanceGroup, "name" | "requests" | "late" | "missing" | "imbalanced">>();
  for (const {name, requests, late, missing} of cells) {
    const group = groups.get(name) ?? {name, requests: 0, late: 0, missing: 0, imbalanced: 0};
    group.requests += requests;
    group.late += late;
    group.missing += missing;
    group.imbalanced += late + missing;
    groups.set(name, group);
  }
  return [...groups.values()];
}
