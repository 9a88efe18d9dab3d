import type {Lake, PayloadMeta} from "../lake.ts";
import {dayEdges, startOfHour, weekEdges} from "../local-calendar.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {sourcesOf} from "../sources-of.ts";
import {type Imbalance, imbalance} from "./imbalance.ts";
import {imbalanceCells} from "./imbalance-cells.ts";
import {type ImbalanceDays, imbalanceDays} from "./imbalance-days.ts";
import {type ImbalanceWeek, imbalanceWeeks} from "./imbalance-weeks.ts";
import {requestTimes} from "./request-times.ts";
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
  /** The span that the measures cover, 90 days, half-open; null when there are no requests. */
  window: {from: number; to: number} | null;
  requesters: Imbalance;
  processors: Imbalance;
  /** The same of other spans that a reader may choose. */
  ranges: {range: string; window: RequestersPayload["window"]; requesters: Imbalance; processors: Imbalance}[];
  /** Requests by the day (the settings' time zone) of the last year, for any other span. */
  daily: {requesters: ImbalanceDays; processors: ImbalanceDays};
  /** Share of imbalanced requests by the week (Monday, the settings' time zone) over the last year. */
  weekly: ImbalanceWeek[];
}

const day = 86_400_000;
const days = 90;
const otherDays = {"24h": 1, "7d": 7, "30d": 30, "365d": 365};

export async function requestersPayload(lake: Lake): Promise<RequestersPayload> {
  const to = startOfHour(lake.now);
  const year = to - 365 * day;
  const cells = {
    requesters: await imbalanceCells(lake, "requester", year),
    processors: await imbalanceCells(lake, "processor", year)
  };
  const over = (count: number) => {
    const from = to - count * day;
    const requesters = imbalance(cells.requesters.filter(({hour}) => hour >= from));
    const processors = imbalance(cells.processors.filter(({hour}) => hour >= from));
    return {window: requesters.requests ? {from, to} : null, requesters, processors};
  };
  const quarter = over(days);
  const edges = dayEdges(lake.now, 366, lake.settings.timeZone);
  return rounded({
    meta: await payloadMeta(lake, await sourcesOf(lake, "requests")),
    sentence: requestersSentence(quarter.requesters, days),
    ...quarter,
    ranges: Object.entries(otherDays).map(([range, count]) => ({range, ...over(count)})),
    daily: {
      requesters: imbalanceDays(cells.requesters, edges),
      processors: imbalanceDays(cells.processors, edges)
    },
    weekly: imbalanceWeeks(await requestTimes(lake), weekEdges(lake.now, 53, lake.settings.timeZone), to)
  });
}
