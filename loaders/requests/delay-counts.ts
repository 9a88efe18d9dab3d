import {bisectRight} from "d3";
import type {RequestTimes} from "./request-times.ts";

/** Each class of delays ends this much later than the one before, from a second on: quantiles are right to 2.5 %. */
export const delayRatio = 1.05;

/**
 * Delays of the requests made in each step, counted by class, so that steps can be put together: class and count in
 * turn, in order of the class. `waiting` counts those that still wait, by the class of their present age.
 */
export interface DelayCounts {
  /** Starts of the steps and the end of the last one, ms UTC. */
  edges: number[];
  done: number[][];
  waiting: number[][];
}

export function delayCounts({requestedAt, processedAt, now}: RequestTimes, edges: number[]): DelayCounts {
  const steps = edges.slice(1).map(() => ({done: new Map<number, number>(), waiting: new Map<number, number>()}));
  for (const [i, time] of requestedAt.entries()) {
    const step = steps[bisectRight(edges, time) - 1];
    if (!step) continue;
    const end = processedAt[i]!;
    const counts = Number.isNaN(end) ? step.waiting : step.done;
    const delay = delayClass((Number.isNaN(end) ? now : end) - time);
    counts.set(delay, (counts.get(delay) ?? 0) + 1);
  }
  return {edges, done: steps.map(({done}) => inTurn(done)), waiting: steps.map(({waiting}) => inTurn(waiting))};
}

const delayClass = (ms: number): number => Math.max(0, Math.floor(Math.log(ms / 1000) / Math.log(delayRatio)));

const inTurn = (counts: Map<number, number>): number[] => [...counts].sort(([a], [b]) => a - b).flat();
