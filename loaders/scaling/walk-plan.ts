import type {Regular} from "../forecast/regular.ts";
import type {Headroom} from "./peak-bounds.ts";
import {type PlanRules, type ScalingPlan, scalingPlan, serversFor} from "./scaling-plan.ts";
import {type BoundWalk, walkBounds} from "./walk-bounds.ts";

export interface WalkRules extends Omit<PlanRules, "headroom">, Headroom {
  /** Length of the periods, each with one number of servers. */
  horizonMs: number;
}

/** A plan made period by period along a load, each number from what was known a boot time before it. */
export interface PlanWalk {
  /** The part of the load that was planned, by the minute: whole periods of the UTC clock; empty for a short load. */
  load: Regular;
  /** By the minutes of `load`. */
  plan: ScalingPlan;
  /** Of the period that begins a boot time after the load's end. */
  coming: BoundWalk["coming"] & {servers: number};
}

/**
 * Walks a plan along a load. Gaps (NaN) are allowed.
 *
 * @throws for a load of less than two hours, and for a horizon that does not fit its steps
 */
export function walkPlan(load: Regular, rules: WalkRules): PlanWalk {
  const {bounds, coming, ...planned} = walkBounds(load, rules);
  // The bounds have their headroom already.
  const exact = {...rules, headroom: 0};
  return {
    load: planned.load,
    plan: scalingPlan(bounds, exact),
    coming: {...coming, servers: serversFor(coming.bound, exact)}
  };
}
