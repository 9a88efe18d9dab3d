import {inServiceAfter, type PlanRules, type ScalingPlan, scalingPlan, serversFor} from "./scaling-plan.ts";
import {slidingMaximum} from "./sliding-maximum.ts";

type Load = ArrayLike<number>;

/** As many servers as the highest load asks for, always. */
export function staticPlan(load: Load, rules: PlanRules): ScalingPlan {
  const needed = Int32Array.from(load, (value) => serversFor(value, rules));
  const servers = new Int32Array(load.length).fill(needed.reduce((a, b) => Math.max(a, b), rules.min));
  return {needed, started: servers, inService: servers};
}

/** What a plan could be at best: the load known to the minute, no headroom, the same boot time and cool-down. */
export const perfectPlan = (load: Load, rules: PlanRules, stepMs = 60_000): ScalingPlan =>
  scalingPlan(load, {...rules, headroom: 0}, {stepMs});

/** A plan that never starts fewer servers than a reactive one: what no forecast foretold is still answered, if late. */
export function guardedPlan(
  planned: ScalingPlan,
  reactive: ScalingPlan,
  {bootMs}: PlanRules,
  stepMs = 60_000
): ScalingPlan {
  const started = planned.started.map((servers, i) => Math.max(servers, reactive.started[i]!));
  return {needed: planned.needed, started, inService: inServiceAfter(started, Math.ceil(bootMs / stepMs))};
}

/**
 * A scaler that knows nothing ahead: it starts what the load with headroom asks for, which then carries `lagMs` after
 * that load came, or a boot time after it if that is longer. It stops servers that the cool-down did not need.
 */
export function reactivePlan(
  load: Load,
  rules: PlanRules,
  {lagMs = 300_000, stepMs = 60_000}: {lagMs?: number; stepMs?: number} = {}
): ScalingPlan {
  const boot = Math.ceil(rules.bootMs / stepMs);
  const late = Math.max(0, Math.ceil(lagMs / stepMs) - boot);
  const needed = Int32Array.from(load, (value) => serversFor(value, rules));
  const asked = needed.map((_, i) => needed[Math.max(0, i - late)]!);
  const started = slidingMaximum(asked, {before: Math.ceil(rules.cooldownMs / stepMs), after: 0});
  return {needed, started, inService: inServiceAfter(started, boot)};
}
