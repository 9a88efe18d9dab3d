import type {Lake, PayloadMeta} from "../lake.ts";
import {dayEdges, hourEdges} from "../local-calendar.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {sourcesOf} from "../sources-of.ts";
import {type OpenRequests, openRequests} from "./open-requests.ts";
import {type RequestStep, type RequestTotals, requestSteps, requestTotals} from "./request-steps.ts";
import {type RequestTimes, requestTimes} from "./request-times.ts";
import {requestsSentence} from "./requests-sentence.ts";

/** What the requests page draws. Times are UTC ms, delays minutes; a share lies in [0, 1]. */
export interface RequestsPayload {
  meta: PayloadMeta;
  /** The finding, in one sentence. */
  sentence: string;
  last24h: RequestTotals;
  /** The 24 hours before those, and what waited at their end; null when there were no requests yet. */
  dayBefore: Pick<RequestStep, "requested" | "processed" | "backlog"> | null;
  /** Everything since the first request. */
  all: RequestTotals;
  open: OpenRequests;
  /** The last 14 days by the hour (UTC), oldest first. */
  hourly: RequestRow[];
  /** The last 365 days by the day (days of the settings' time zone), oldest first. */
  daily: RequestRow[];
}

/** One hour or day. */
export interface RequestRow {
  /** Start of the step. */
  time: number;
  requested: number;
  processed: number;
  /** Requested minus processed at the step's end, from the first request on. */
  backlog: number;
  /** Delay of the requests made in the step, minutes; null when there were none, or when too many still wait to know. */
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** What the delay is going to be more than where it is not known yet; else null. */
  over50: number | null;
  over95: number | null;
}

const day = 86_400_000;

export async function requestsPayload(lake: Lake): Promise<RequestsPayload> {
  const {now, settings} = lake;
  const times = await requestTimes(lake);
  const open = await openRequests(lake);
  const last24h = requestTotals(times, now - day);
  const all = requestTotals(times);
  const rows = (edges: number[]) => (all.requested ? requestSteps(times, edges).map(requestRow) : []);
  return rounded({
    meta: await payloadMeta(lake, await sourcesOf(lake, "requests")),
    sentence: requestsSentence({last24h, all, open, now}),
    last24h,
    dayBefore: dayBefore(times, now),
    all,
    open,
    hourly: rows(hourEdges(now, 14 * 24)),
    daily: rows(dayEdges(now, 365, settings.timeZone))
  });
}

function dayBefore(times: RequestTimes, now: number): RequestsPayload["dayBefore"] {
  const from = now - 2 * day;
  if (!times.requestedAt.some((time) => time < from)) return null;
  const {requested, processed, backlog} = requestSteps(times, [from, now - day])[0]!;
  return {requested, processed, backlog};
}

const noDelay = {p50: null, p95: null, p99: null, over50: null, over95: null};

function requestRow({delay, ...step}: RequestStep): RequestRow {
  if (!delay) return {...step, ...noDelay};
  const {over99, ...shown} = delay;
  return {...step, ...shown};
}
