import {bisectRight} from "d3";
import {type Delay, delayQuantiles} from "./delay-quantiles.ts";
import type {RequestTimes} from "./request-times.ts";

export interface RequestTotals {
  requested: number;
  processed: number;
  /** From request to processing, of the requests processed in this span; null when there are none. */
  delay: Delay | null;
}

/** What happened from `time` up to the next step. */
export interface RequestStep extends RequestTotals {
  time: number;
  /** Requested minus processed at the step's end, from the first request on. */
  backlog: number;
}

/** Requests by step; `edges` are the steps' ascending starts and the end of the last one, ms UTC. */
export function requestSteps({requestedAt, processedAt}: RequestTimes, edges: readonly number[]): RequestStep[] {
  const requested = new Array<number>(edges.length + 1).fill(0);
  const delays = Array.from(requested, (): number[] => []);
  for (const [i, time] of requestedAt.entries()) {
    requested[bisectRight(edges, time)]! += 1;
    const done = processedAt[i]!;
    if (!Number.isNaN(done)) delays[bisectRight(edges, done)]!.push(done - time);
  }
  let backlog = requested[0]! - delays[0]!.length;
  return edges.slice(0, -1).map((time, i) => {
    const processed = delays[i + 1]!;
    backlog += requested[i + 1]! - processed.length;
    return {
      time,
      requested: requested[i + 1]!,
      processed: processed.length,
      backlog,
      delay: delayQuantiles(processed)
    };
  });
}

/** Requests made, and requests processed, from `from` on. */
export function requestTotals(times: RequestTimes, from = Number.NEGATIVE_INFINITY): RequestTotals {
  const {requested, processed, delay} = requestSteps(times, [from, Number.POSITIVE_INFINITY])[0]!;
  return {requested, processed, delay};
}
