import type {Lake} from "../lake.ts";
import {hourEdges, startOfHour} from "../local-calendar.ts";
import {listed, percent} from "../phrases.ts";
import {type Imbalance, imbalance} from "../requests/imbalance.ts";
import {imbalanceCells} from "../requests/imbalance-cells.ts";
import {openRequests} from "../requests/open-requests.ts";
import {type RequestTotals, requestSteps, requestTotals} from "../requests/request-steps.ts";
import {requestTimes} from "../requests/request-times.ts";
import {requestsSentence} from "../requests/requests-sentence.ts";
import {sourcesOf} from "../sources-of.ts";
import {type Area, type AreaStatus, anySimulated} from "./area.ts";

const day = 86_400_000;

/** How requests stand: at alert when nothing is processed any more. */
export async function requestsArea(lake: Lake): Promise<Area> {
  const {now} = lake;
  const times = await requestTimes(lake);
  const open = await openRequests(lake);
  const requesters = imbalance(await imbalanceCells(lake, "requester", startOfHour(now) - 90 * day));
  const last24h = requestTotals(times, now - day);
  const all = requestTotals(times);
  const sources = await sourcesOf(lake, "requests");
  return {
    id: "requests",
    title: "Requests",
    href: "/requests",
    status: statusOf(last24h, all, requesters),
    sentence: [requestsSentence({last24h, all, open, now}), ...unfair(requesters)].join(" "),
    headline: {value: all.requested ? last24h.requested : null, unit: "", label: "requested in the last 24 h"},
    spark: all.requested ? requestSteps(times, hourEdges(now, 48)).map(({requested}) => requested) : [],
    sparkLabel: "requests an hour, 48 hours",
    simulated: anySimulated(lake, sources),
    sources
  };
}

/** Attention: half take twice as long as ever, or someone is served worse. */
function statusOf(last24h: RequestTotals, all: RequestTotals, {groups}: Imbalance): AreaStatus {
  if (all.requested === 0) return "none";
  if (last24h.requested > 0 && last24h.processed === 0) return "alert";
  const half = ({delay}: RequestTotals) => delay?.p50 ?? delay?.over50 ?? 0;
  const slow = half(last24h) > 2 * half(all);
  return slow || groups.some(({verdict}) => verdict === "worse") ? "attention" : "ok";
}

function unfair({groups, share}: Imbalance): string[] {
  const worse = groups.filter(({verdict}) => verdict === "worse").sort((a, b) => b.share - a.share);
  if (worse.length === 0) return [];
  const names = listed(worse.map((group) => `${group.name} (${percent(group.share)})`));
  return [`Served worse than others: ${names}; over all ${percent(share!)} leave their hour.`];
}
