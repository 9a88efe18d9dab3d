import {bisectRight} from "d3";
import {type Delay, delayQuantiles} from "./delay-quantiles.ts";
import type {RequestTimes} from "./request-times.ts";

export interface RequestTotals {
  requested: number;
  processed: number;
  /** From request to processing, of the requests made in this span, those that still wait too; null when there are none. */
  delay: Delay | null;
}

/** What happened from `time` up to the next step. */
export interface RequestStep extends RequestTotals {
  time: number;
  /** Requested minus processed at the step's end, from the first request on. */
  backlog: number;
}

/** Requests by step; `edges` are the steps' ascending starts and the end of the last one, ms UTC. */
export function requestSteps({requestedAt, processedAt, now}: RequestTimes, edges: readonly number[]): RequestStep[] {
  const processed = new Array<number>(edges.length + 1).fill(0);
  const delays = Array.from(processed, (): number[] => []);
  const ages = Array.from(processed, (): number[] => []);
  for (const [i, time] of requestedAt.entries()) {
    const done = processedAt[i]!;
    const step = bisectRight(edges, time);
    if (Number.isNaN(done)) ages[step]!.push(now - time);
    else {
      delays[step]!.push(done - time);
      processed[bisectRight(edges, done)]! += 1;
    }
  }
  const requested = (step: number) => delays[step]!.length + ages[step]!.length;
  let backlog = requested(0) - processed[0]!;
  return edges.slice(0, -1).map((time, i) => {
    const step = i + 1;
    backlog += requested(step) - processed[step]!;
    return {
      time,
      requested: requested(step),
      processed: processed[step]!,
      backlog,
      delay: delayQuantiles(delays[step]!, ages[step])
    };
  });
}

/** Requests made, and requests processed, from `from` on. */
export function requestTotals(times: RequestTimes, from = Number.NEGATIVE_INFINITY): RequestTotals {
  const {requested, processed, delay} = requestSteps(times, [from, Number.POSITIVE_INFINITY])[0]!;
  return {requested, processed, delay};
}
