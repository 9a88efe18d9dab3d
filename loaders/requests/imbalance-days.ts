import {bisectRight} from "d3";
import type {ImbalanceCell} from "./imbalance.ts";

/** The requests of each group by the day, for sums over any days. */
export interface ImbalanceDays {
  /** Starts of the days and the end of the last one, ms UTC. */
  edges: number[];
  /** Of each day with requests in turn: its number from 0, requests, late ones, missing ones. */
  groups: {name: string; counts: number[]}[];
}

export function imbalanceDays(cells: readonly ImbalanceCell[], edges: number[]): ImbalanceDays {
  const groups = new Map<string, Map<number, [number, number, number]>>();
  for (const {name, hour, requests, late, missing} of cells) {
    const day = bisectRight(edges, hour) - 1;
    if (day < 0 || day > edges.length - 2) continue;
    const days = groups.get(name) ?? new Map<number, [number, number, number]>();
    const sum = days.get(day) ?? [0, 0, 0];
    days.set(day, [sum[0] + requests, sum[1] + late, sum[2] + missing]);
    groups.set(name, days);
  }
  return {
    edges,
    groups: [...groups].map(([name, days]) => ({name, counts: [...days].sort(([a], [b]) => a - b).flat(2)}))
  };
}
