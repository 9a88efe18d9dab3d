import {counted, lasting, written} from "../phrases.ts";
import type {OpenRequests} from "./open-requests.ts";
import type {RequestTotals} from "./request-steps.ts";

const minute = 60_000;

/** The state of the requests at `now` in one sentence. */
export function requestsSentence({
  last24h,
  all,
  open,
  now
}: {
  last24h: RequestTotals;
  all: RequestTotals;
  open: OpenRequests;
  now: number;
}): string {
  if (all.requested === 0) return "No requests yet.";
  if (last24h.requested === 0 && last24h.processed === 0)
    return `Nothing requested in the last 24 h${overdue(open, now)}; ${counted(all.requested, "request")} so far.`;
  const {delay} = last24h;
  const speed = delay
    ? `half done within ${lasting(delay.p50 * minute)}, 99 of 100 within ${lasting(delay.p99 * minute)}`
    : "none processed";
  const waiting = open.recent ? `${written(open.recent)} of them waiting` : "none of them waiting";
  return `${written(last24h.requested)} requested in the last 24 h, ${waiting}, ${speed}${overdue(open, now)}.`;
}

function overdue({count, recent, oldest}: OpenRequests, now: number): string {
  if (count === recent || !oldest[0]) return "";
  return `; ${written(count - recent)} older wait, the oldest for ${lasting(now - oldest[0].requestedAt)}`;
}
