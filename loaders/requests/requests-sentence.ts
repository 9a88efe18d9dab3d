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
  const waiting = open.recent ? `${written(open.recent)} of them waiting` : "none of them waiting";
  return `${[`${written(last24h.requested)} requested in the last 24 h`, waiting, ...speed(last24h)].join(", ")}${overdue(open, now)}.`;
}

/** Lower bounds stand for what is not known while requests wait. */
function speed({delay}: RequestTotals): string[] {
  if (delay === null) return [];
  const {p50, p99, over50, over99} = delay;
  if (p50 === null) return [`half take more than ${lasting(over50! * minute)}`];
  const most = p99 === null ? `in more than ${lasting(over99! * minute)}` : `within ${lasting(p99 * minute)}`;
  return [`half done within ${lasting(p50 * minute)}`, `99 of 100 ${most}`];
}

function overdue({count, recent, oldest}: OpenRequests, now: number): string {
  if (count === recent || !oldest[0]) return "";
  return `; ${written(count - recent)} older wait, the oldest for ${lasting(now - oldest[0].requestedAt)}`;
}
