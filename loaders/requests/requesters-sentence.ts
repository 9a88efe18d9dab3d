import {counted, listed, percent, written} from "../phrases.ts";
import type {Imbalance} from "./imbalance.ts";

const level = 0.05;

/** Who is served worse, with numbers, or that nobody is. */
export function requestersSentence({requests, imbalanced, share, groups, test}: Imbalance, days: number): string {
  if (share === null) return "No requests to compare yet.";
  const overall = `${percent(share)} of ${counted(requests, "request")} in ${counted(days, "day")} left their hour`;
  const worse = groups.filter(({verdict}) => verdict === "worse").sort((a, b) => b.share - a.share);
  if (worse.length > 0) {
    const shares = listed(worse.map((group) => `${group.name} (${percent(group.share)})`));
    return `${shares} ${worse.length === 1 ? "is" : "are"} served worse than others in the same hour: ${overall}.`;
  }
  if (imbalanced === 0)
    return `Every one of ${counted(requests, "request")} in ${counted(days, "day")} was processed in its hour.`;
  if (test === null) return `${overall}; there are too few to compare ${counted(groups.length, "requester")}.`;
  const found = `p ${test.p < 0.001 ? "below 0.001" : written(test.p, 3)}, Cramér's V ${written(test.cramersV, 2)}`;
  return test.p < level
    ? `${overall}, unevenly among requesters of the same hour (${found}), but nobody alone is clearly served worse.`
    : `Nobody is served worse than others in the same hour: ${overall}, evenly over ${counted(groups.length, "requester")} (${found}).`;
}
