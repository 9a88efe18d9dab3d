import {median} from "../math/quantile.ts";
import {counted, listed, percent} from "../phrases.ts";
import type {CandidatePayload, TrainedForecast} from "./models-payload.ts";

/** Whether the forecasts can be trusted: how much better they are than repeating yesterday, and what their intervals held. */
export function modelsSentence(forecasts: readonly TrainedForecast[]): string {
  if (forecasts.length === 0) return "No model has been trained yet: the quick ones are in use, fitted at each build.";
  const judged = forecasts.flatMap(({label, span, candidates}) => {
    const naive = candidates.find(({model}) => model === "seasonal naive");
    const [chosen] = candidates;
    return chosen && naive && naive.mae > 0 ? [{label, span, chosen, ratio: chosen.mae / naive.mae}] : [];
  });
  if (judged.length === 0)
    return `${counted(forecasts.length, "forecast")}, with too short a history to judge them by.`;
  const gain = 1 - median(judged.map(({ratio}) => ratio));
  const worse = judged.filter(({ratio}) => ratio >= 1);
  const parts = [
    `Half of the ${counted(judged.length, "forecast")} err at least ${percent(gain)} less than repeating the day before`,
    `their 90 % intervals held ${percent(meanCoverage(judged.map(({chosen}) => chosen)))} of what came`
  ];
  if (worse.length)
    parts.push(`no model beats repetition for ${listed(worse.map(({label, span}) => `${label} (${span})`))}`);
  return `${parts.join("; ")}.`;
}

/** Mean over what is known. */
function meanCoverage(chosen: readonly CandidatePayload[]): number {
  const known = chosen.map(({coverage90}) => coverage90).filter(Number.isFinite);
  return known.reduce((sum, share) => sum + share, 0) / known.length;
}
