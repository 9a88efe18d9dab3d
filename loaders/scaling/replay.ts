import type {Regular} from "../forecast/regular.ts";
import {sorted} from "../math/quantile.ts";
import {type PlanKpis, planKpis, type ServerChange, serverChanges} from "./plan-kpis.ts";
import {guardedPlan, perfectPlan, reactivePlan, staticPlan} from "./rival-plans.ts";
import {type PlanRules, type ScalingPlan, scalingPlan, serversFor} from "./scaling-plan.ts";
import {withoutGaps} from "./without-gaps.ts";

/** What servers cost besides the rules. */
export type PricedRules = PlanRules & {price: number};

/** Days replayed minute by minute; times ms UTC, half-open. */
export interface Replay {
  from: number;
  to: number;
  strategies: ReplayStrategy[];
}

export interface ReplayStrategy extends PlanKpis {
  name: "forecast" | "guarded" | "reactive" | "static" | "perfect";
  /** 1 - server-hours / those of the fixed number. */
  saved: number;
  /** Servers in service: the number at `from`, and each change. */
  changes: ServerChange[];
}

/** The forecast plan's figures under other rules. */
export interface WhatIf extends PlanKpis {
  capacity: number;
  headroom: number;
  bootMs: number;
  saved: number;
}

/** The load as it came and its upper bound as it was forecast, by the same minutes. Gaps of the load are NaN. */
export interface ReplayedLoad {
  actual: Regular;
  bound: Float64Array;
}

/** The forecast plan, alone and guarded by a reactive scaler, against that scaler, a fixed number and the best possible plan. */
export function replay({actual, bound}: ReplayedLoad, rules: PricedRules): Replay {
  const known = withoutGaps(actual.values);
  const planned = scalingPlan(bound, rules);
  const reactive = reactivePlan(known, rules);
  const constant = staticPlan(known, rules);
  const plans: [ReplayStrategy["name"], ScalingPlan][] = [
    ["forecast", planned],
    ["guarded", guardedPlan(planned, reactive, rules)],
    ["reactive", reactive],
    ["static", constant],
    ["perfect", perfectPlan(known, rules)]
  ];
  const fixed = planKpis(constant, actual.values, rules).serverHours;
  return {
    from: actual.start,
    to: actual.start + actual.values.length * actual.step,
    strategies: plans.map(([name, plan]) => {
      const kpis = planKpis(plan, actual.values, rules);
      return {
        name,
        ...kpis,
        saved: savedShare(kpis.serverHours, fixed),
        changes: serverChanges(plan.inService, actual.start)
      };
    })
  };
}

/** The forecast plan's figures over a grid of capacities, headrooms and boot times around `rules`. */
export function whatIf({actual, bound}: ReplayedLoad, rules: PricedRules): WhatIf[] {
  const peak = sorted(actual.values).at(-1) ?? 0;
  const hours = (actual.values.length * actual.step) / 3_600_000;
  const grid = [0.5, 0.75, 1, 1.5, 2].flatMap((factor) =>
    [0, 0.1, 0.2, 0.3, 0.5].flatMap((headroom) =>
      [60_000, 300_000, 900_000].map((bootMs) => ({capacity: rules.capacity * factor, headroom, bootMs}))
    )
  );
  return grid.map((point) => {
    const changed = {...rules, ...point};
    const kpis = planKpis(scalingPlan(bound, changed), actual.values, changed);
    return {...point, ...kpis, saved: savedShare(kpis.serverHours, serversFor(peak, changed) * hours)};
  });
}

const savedShare = (hours: number, fixedHours: number): number => (fixedHours > 0 ? 1 - hours / fixedHours : 0);
