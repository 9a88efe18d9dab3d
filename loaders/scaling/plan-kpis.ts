import type {ScalingPlan} from "./scaling-plan.ts";

/** What a plan costs and how it holds. */
export interface PlanKpis {
  /** Paid hours, those of booting included. */
  serverHours: number;
  cost: number;
  /** Minutes in which the load was above what the servers in service carry. */
  minutesUnder: number;
  /** Number of times that servers were started or stopped. */
  actions: number;
}

/** From `time` (ms UTC) on, so many servers. */
export interface ServerChange {
  time: number;
  servers: number;
}

/**
 * A plan's figures against the load that came, both by the same steps. Steps whose load is unknown (NaN) count as
 * carried. `price` is that of one server for one hour.
 */
export function planKpis(
  {started, inService}: Pick<ScalingPlan, "started" | "inService">,
  load: ArrayLike<number>,
  {capacity, price, stepMs = 60_000}: {capacity: number; price: number; stepMs?: number}
): PlanKpis {
  let paid = 0;
  let under = 0;
  let actions = 0;
  for (let i = 0; i < started.length; ++i) {
    paid += started[i]!;
    if (load[i]! > inService[i]! * capacity) under += 1;
    if (i > 0 && started[i] !== started[i - 1]) actions += 1;
  }
  const serverHours = (paid * stepMs) / 3_600_000;
  return {serverHours, cost: serverHours * price, minutesUnder: (under * stepMs) / 60_000, actions};
}

/** The first number and each change of it. */
export function serverChanges(servers: Int32Array, start: number, stepMs = 60_000): ServerChange[] {
  const changes: ServerChange[] = [];
  for (let i = 0; i < servers.length; ++i)
    if (i === 0 || servers[i] !== servers[i - 1]) changes.push({time: start + i * stepMs, servers: servers[i]!});
  return changes;
}
