import {slidingMaximum} from "./sliding-maximum.ts";

/** Rules of changing the number of servers. */
export interface PlanRules {
  /** What one server carries, in the load's unit. */
  capacity: number;
  /** Spare share above the load, as in 0.1. */
  headroom: number;
  /** From starting a server to its carrying load. */
  bootMs: number;
  /** How long fewer servers must suffice before any is stopped. */
  cooldownMs: number;
  min: number;
  max: number;
}

/** Numbers of servers by equal steps. */
export interface ScalingPlan {
  /** What the load asks for, between min and max. */
  needed: Int32Array;
  /** Started and paid for, those still booting included. */
  started: Int32Array;
  /** Carrying load; never below `needed`. */
  inService: Int32Array;
}

/**
 * When to start and stop servers so that a load known ahead is carried with the fewest: each server starts a boot time
 * before it is needed and stops when it has not been needed for the cool-down. A server that would be needed again
 * before it could be stopped and booted stays. What the first step needs is taken to be in service already.
 *
 * In the terms of mathematical morphology: `started` is the need dilated by boot time ahead and cool-down behind, and
 * `inService` is `started` eroded by the boot time.
 *
 * @param load an upper quantile of the load in each step, in the unit of `rules.capacity`
 */
export function scalingPlan(load: ArrayLike<number>, rules: PlanRules, {stepMs = 60_000} = {}): ScalingPlan {
  const boot = Math.ceil(rules.bootMs / stepMs);
  const needed = new Int32Array(load.length);
  for (let i = 0; i < load.length; ++i) needed[i] = serversFor(load[i]!, rules);
  const started = slidingMaximum(needed, {before: Math.ceil(rules.cooldownMs / stepMs), after: boot});
  return {needed, started, inService: inServiceAfter(started, boot)};
}

/** Servers that carry a load with headroom, between min and max. */
export function serversFor(load: number, {capacity, headroom, min, max}: PlanRules): number {
  if (!(load >= 0)) throw new Error(`invalid load: ${load} (fill gaps before planning)`);
  // 330 / 110 must stay 3 when it comes out as 3.0000000000000004.
  const servers = Math.ceil((load * (1 + headroom)) / capacity - 1e-9);
  return Math.min(max, Math.max(min, servers));
}

/** Of the servers started, those that have had `boot` steps to boot; the first step's are taken to have had them. */
export const inServiceAfter = (started: Int32Array, boot: number): Int32Array =>
  slidingMaximum(
    started.map((n) => -n),
    {before: boot, after: 0}
  ).map((n) => -n);
