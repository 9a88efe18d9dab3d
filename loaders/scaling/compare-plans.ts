import {type PlanKpis, planKpis} from "./plan-kpis.ts";
import {perfectPlan, reactivePlan, staticPlan} from "./rival-plans.ts";
import type {PlanRules, ScalingPlan} from "./scaling-plan.ts";
import type {PlanWalk} from "./walk-plan.ts";
import {withoutGaps} from "./without-gaps.ts";

export interface ComparedPlan extends PlanKpis {
  name: "plan" | "static" | "reactive" | "perfect";
  /** 1 - server-hours / those of the fixed number. */
  saved: number;
  /** Share of the known minutes in which the load was above what the servers carry. */
  short: number;
}

/** Plans beside each other over the same part of a load; times ms UTC, half-open. */
export interface PlanComparison {
  from: number;
  to: number;
  plans: ComparedPlan[];
}

export interface CompareOptions extends Omit<PlanRules, "headroom"> {
  /** Of one server for one hour. */
  price?: number;
  /** The last minutes of the walk to compare over. */
  last?: number;
  /** Spare share of the reactive scaler, which answers 5 minutes late, or a boot time if that is longer. */
  reactiveHeadroom?: number;
}

/**
 * A walked plan beside a fixed number of servers for the highest load, a reactive scaler, and the best plan that a load
 * known to the minute allows. null when no whole period was walked.
 */
export function comparePlans(
  {load, plan}: Pick<PlanWalk, "load" | "plan">,
  {price = 0, last = Number.POSITIVE_INFINITY, reactiveHeadroom = 0.2, ...rules}: CompareOptions
): PlanComparison | null {
  const skipped = Math.max(0, load.values.length - last);
  const values = load.values.subarray(skipped);
  if (values.length === 0) return null;
  const known = withoutGaps(values);
  const exact = {...rules, headroom: 0};
  const fixed = staticPlan(known, exact);
  const plans: [ComparedPlan["name"], Pick<ScalingPlan, "started" | "inService">][] = [
    ["plan", {started: plan.started.subarray(skipped), inService: plan.inService.subarray(skipped)}],
    ["static", fixed],
    ["reactive", reactivePlan(known, {...rules, headroom: reactiveHeadroom})],
    ["perfect", perfectPlan(known, exact)]
  ];
  const kpisOf = (each: Pick<ScalingPlan, "started" | "inService">) =>
    planKpis(each, values, {capacity: rules.capacity, price});
  const most = kpisOf(fixed).serverHours;
  const measured = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return {
    from: load.start + skipped * load.step,
    to: load.start + load.values.length * load.step,
    plans: plans.map(([name, each]) => {
      const kpis = kpisOf(each);
      return {
        name,
        ...kpis,
        saved: most > 0 ? 1 - kpis.serverHours / most : 0,
        short: measured > 0 ? kpis.minutesUnder / measured : 0
      };
    })
  };
}
