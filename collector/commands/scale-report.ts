import type {Regular} from "../../loaders/forecast/regular.ts";
import {comparePlans, type PlanComparison} from "../../loaders/scaling/compare-plans.ts";
import {type PlanWalk, type WalkRules, walkPlan} from "../../loaders/scaling/walk-plan.ts";

/** What `weir scale` tells of one load. */
export interface ScaleReport {
  /** ms UTC, half-open. */
  load: {rows: number; from: number; to: number; stepMinutes: number; peak: number};
  /** The period that begins a boot time after the last row. */
  next: {from: number; to: number; servers: number; expected: number; bound: number};
  /** null when the load holds no whole period to walk. */
  comparison: PlanComparison | null;
}

export interface ReportRules extends WalkRules {
  /** Of one server for one hour. */
  price?: number;
  /** Compare plans over the whole load, not its last two weeks. */
  backtest?: boolean;
}

/** In minutes. */
const twoWeeks = 14 * 1440;

/** Plans servers for a load made of `rows` rows. */
export function scaleReport(load: Regular, rows: number, rules: ReportRules): {report: ScaleReport; walk: PlanWalk} {
  const walk = walkPlan(load, rules);
  const {time: from, ...coming} = walk.coming;
  const last = rules.backtest ? undefined : twoWeeks;
  const reactiveHeadroom = rules.headroom === "auto" ? undefined : rules.headroom;
  const report: ScaleReport = {
    load: {
      rows,
      from: load.start,
      to: load.start + load.values.length * load.step,
      stepMinutes: load.step / 60_000,
      peak: load.values.reduce((a, b) => (b > a ? b : a), 0)
    },
    next: {from, to: from + rules.horizonMs, ...coming},
    comparison: comparePlans(walk, {...rules, last, reactiveHeadroom})
  };
  return {report, walk};
}
