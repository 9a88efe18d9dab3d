import {bisectRight} from "d3";
import {startOfHour} from "../local-calendar.ts";
import type {RequestTimes} from "./request-times.ts";

export interface ImbalanceWeek {
  /** Start of the week. */
  time: number;
  requests: number;
  imbalanced: number;
  /** imbalanced / requests. */
  share: number;
}

/** Requests made before `to` that were not processed in their hour, by week; weeks without requests are left out. */
export function imbalanceWeeks(times: RequestTimes, edges: readonly number[], to: number): ImbalanceWeek[] {
  const weeks = edges.slice(0, -1).map((time) => ({time, requests: 0, imbalanced: 0}));
  for (const [i, time] of times.requestedAt.entries()) {
    const week = weeks[bisectRight(edges, time) - 1];
    if (!week || time >= to) continue;
    week.requests += 1;
    if (startOfHour(times.processedAt[i]!) !== startOfHour(time)) week.imbalanced += 1;
  }
  return weeks.filter(({requests}) => requests > 0).map((week) => ({...week, share: week.imbalanced / week.requests}));
}
