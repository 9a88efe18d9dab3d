import type {Lake, PayloadMeta} from "../lake.ts";
import {dayEdges, hourEdges, startOfHour} from "../local-calendar.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {sourcesOf} from "../sources-of.ts";
import {type DelayCounts, delayCounts, delayRatio} from "./delay-counts.ts";
import {type OpenRequests, openRequests} from "./open-requests.ts";
import {type RequestTotals, requestSteps, requestTotals} from "./request-steps.ts";
import {type RequestTimes, requestTimes} from "./request-times.ts";
import {requestsSentence} from "./requests-sentence.ts";

/** What the requests page draws. Times are UTC ms, delays minutes; a share lies in [0, 1]. */
export interface RequestsPayload {
  meta: PayloadMeta;
  /** The finding, in one sentence. */
  sentence: string;
  last24h: RequestTotals;
  /** Everything since the first request. */
  all: RequestTotals;
  open: OpenRequests;
  /** Every UTC hour of up to two years, from the first request on; null while there is none. */
  hours: RequestHours | null;
  /** Delays of the last 15 days by the UTC hour, and of the same two years by the day of the settings' time zone. */
  delays: {ratio: number; hours: DelayCounts; days: DelayCounts} | null;
}

export interface RequestHours {
  /** Start of the first one. */
  start: number;
  /** Waiting at that instant. */
  backlog: number;
  requested: number[];
  processed: number[];
}

const hour = 3_600_000;
const day = 24 * hour;
const mostDays = 731;

export async function requestsPayload(lake: Lake): Promise<RequestsPayload> {
  const {now, settings} = lake;
  const times = await requestTimes(lake);
  const open = await openRequests(lake);
  const last24h = requestTotals(times, now - day);
  const all = requestTotals(times);
  return rounded({
    meta: await payloadMeta(lake, await sourcesOf(lake, "requests")),
    sentence: requestsSentence({last24h, all, open, now}),
    last24h,
    all,
    open,
    hours: all.requested ? requestHours(times) : null,
    delays: all.requested ? delaysOf(times, settings.timeZone) : null
  });
}

/** Where what is looked at begins: the hour of the first request, but not more than two years ago. */
function firstHour({requestedAt, now}: RequestTimes): number {
  const first = requestedAt.reduce((a, b) => Math.min(a, b), now);
  return startOfHour(Math.max(first, now - mostDays * day));
}

function requestHours(times: RequestTimes): RequestHours {
  const start = firstHour(times);
  const steps = requestSteps(times, hourEdges(times.now, (startOfHour(times.now) - start) / hour + 1));
  const [{requested, processed, backlog}] = steps as [(typeof steps)[number]];
  return {
    start,
    backlog: backlog - requested + processed,
    requested: steps.map(({requested}) => requested),
    processed: steps.map(({processed}) => processed)
  };
}

function delaysOf(times: RequestTimes, zone: string) {
  const days = Math.ceil((times.now - firstHour(times)) / day) + 1;
  return {
    ratio: delayRatio,
    hours: delayCounts(times, hourEdges(times.now, 15 * 24)),
    days: delayCounts(times, dayEdges(times.now, days, zone))
  };
}
