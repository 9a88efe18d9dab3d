import type {Lake, PayloadMeta} from "../lake.ts";
import {startOfHour, weekEdges} from "../local-calendar.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {sourcesOf} from "../sources-of.ts";
import {type Imbalance, imbalance} from "./imbalance.ts";
import {imbalanceCells} from "./imbalance-cells.ts";
import {type ImbalanceWeek, imbalanceWeeks} from "./imbalance-weeks.ts";
import {requestTimes} from "./request-times.ts";
import {type RequesterStanding, requesterStandings} from "./requester-standings.ts";
import {requestersSentence} from "./requesters-sentence.ts";

/**
 * What the requesters page draws. Times are UTC ms; a share lies in [0, 1].
 *
 * A request is imbalanced when it was processed in another hour than it was made, or not at all. Requests of the hour
 * that is still running are left out, because theirs is not over.
 */
export interface RequestersPayload {
  meta: PayloadMeta;
  /** The finding: who is served worse, with numbers, or that nobody is. */
  sentence: string;
  /** The span that the measures cover, half-open; null when there are no requests. */
  window: {from: number; to: number} | null;
  requesters: Imbalance;
  processors: Imbalance;
  /** How each requester is served, against the stretch of equal length before. */
  standings: RequesterStanding[];
  /** Share of imbalanced requests by the week (Monday, the settings' time zone) over the last year. */
  weekly: ImbalanceWeek[];
}

const days = 90;

export async function requestersPayload(lake: Lake): Promise<RequestersPayload> {
  const to = startOfHour(lake.now);
  const from = to - days * 86_400_000;
  const cells = await imbalanceCells(lake, "requester", from - (to - from));
  const requesters = imbalance(cells.filter(({hour}) => hour >= from));
  const processors = imbalance(await imbalanceCells(lake, "processor", from));
  const weeks = weekEdges(lake.now, 53, lake.settings.timeZone);
  return rounded({
    meta: await payloadMeta(lake, await sourcesOf(lake, "requests")),
    sentence: requestersSentence(requesters, days),
    window: requesters.requests ? {from, to} : null,
    requesters,
    processors,
    standings: requesterStandings(cells, {from, to}),
    weekly: imbalanceWeeks(await requestTimes(lake), weeks, to)
  });
}
