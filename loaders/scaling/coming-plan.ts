import type {Forecast} from "../forecast/model.ts";
import {perMinute} from "./per-minute.ts";
import {type PlanKpis, planKpis, type ServerChange, serverChanges} from "./plan-kpis.ts";
import type {PricedRules} from "./replay.ts";
import {scalingPlan} from "./scaling-plan.ts";

/** The plan for the time of a forecast. */
export interface ComingPlan {
  /** Servers that carry load: the number at first, and each change. */
  changes: ServerChange[];
  /** Servers to have started, those still booting included: when to act. */
  starts: ServerChange[];
  /** How far the minutes' upper bound lies above the forecast's for the hour. */
  burst: number;
  kpis: Omit<PlanKpis, "minutesUnder">;
  /** The step that asks for the most servers. */
  peak: {time: number; servers: number; bound: number};
}

/** Plans servers for the forecast's upper 95 % bound times `burst`, by the minute. */
export function comingPlan({start, step, hi90}: Forecast, burst: number, rules: PricedRules): ComingPlan {
  const bound = perMinute({start, step, values: hi90}, burst);
  const plan = scalingPlan(bound, rules);
  const {minutesUnder, ...kpis} = planKpis(plan, [], rules);
  const highest = hi90.indexOf(Math.max(...hi90));
  const peak = {
    time: start + highest * step,
    servers: plan.needed[(highest * step) / 60_000]!,
    bound: hi90[highest]! * burst
  };
  return {
    changes: serverChanges(plan.inService, start),
    starts: serverChanges(plan.started, start),
    burst,
    kpis,
    peak
  };
}
