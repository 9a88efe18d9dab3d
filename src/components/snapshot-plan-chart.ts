import {chart} from "./chart.js";
import {columnPoints} from "./columns.js";
import {formatDateTime, formatNumber} from "./format.js";
import {formatChange} from "./snapshot-changes.js";
import type {Change} from "./snapshot-diff.js";
import type {FigurePlan} from "./snapshot-figures.js";
import type {Actuals} from "./snapshot-forecast-errors.js";
import {snapshotColors, snapshotKey} from "./snapshot-key.js";
import {timeSeries} from "./time-series.js";
import type {Point} from "./time-series-data.js";

export interface SnapshotPlans {
  a: FigurePlan | null;
  b: FigurePlan | null;
  /** Figures of both. */
  changes: readonly Change[];
  /** The load that came. */
  actuals: Actuals | undefined;
  now: number;
}

/** Servers of two plans, and those that the load asked for since. */
export function snapshotPlanChart({a, b, changes, actuals, now}: SnapshotPlans): HTMLElement {
  const plans = [
    ...(a ? [{label: "A", plan: a, color: snapshotColors.a}] : []),
    ...(b ? [{label: "B", plan: b, color: snapshotColors.b}] : [])
  ];
  const from = Math.min(...plans.map(({plan}) => plan.steps[0]?.time ?? plan.until));
  const {capacity} = (b ?? a)!;
  const asked = (actuals ? columnPoints(actuals, "values") : [])
    .filter(({time}) => time >= from - 86_400_000)
    .map(({time, value}) => ({time, value: value === null ? null : value / capacity}));
  const lines = [
    {label: "Load", points: asked, color: snapshotColors.actual},
    ...plans.map(({label, plan, color}) => ({label, color, points: stepsOf(plan), steps: true}))
  ];
  return chart({
    title: titleOf(changes, plans.length),
    subtitle: `servers; planned in A and B (steps), and the hourly mean of the load in servers of ${formatNumber(capacity)} ${(b ?? a)!.unit} (line)`,
    height: 280,
    key: snapshotKey(lines),
    render: (width, height) => timeSeries({lines, unit: "servers", zero: true, now}, width, height),
    table: {
      rows: rowsOf(a, b),
      columns: [
        {label: "From", value: ({time}) => time, show: ({time}) => formatDateTime(time), kind: "nowrap"},
        {label: "Servers, A", value: ({a}) => a, kind: "number"},
        {label: "Servers, B", value: ({b}) => b, kind: "number"}
      ]
    }
  });
}

function titleOf(changes: readonly Change[], plans: number): string {
  const cost = changes.find(({id}) => id === "plan/cost");
  const hours = changes.find(({id}) => id === "plan/hours");
  if (plans < 2) return "One of the two has a plan";
  if (hours?.difference === 0) return "B plans as many server-hours as A";
  const more = (hours?.difference ?? 0) > 0 ? "more" : "fewer";
  const money = cost?.difference ? `, ${formatChange(cost.share)} cost` : "";
  return `B plans ${formatNumber(Math.abs(hours?.difference ?? 0))} ${more} server-hours than A${money}`;
}

/** The last step holds until the plan ends. */
function stepsOf({steps, until}: FigurePlan): Point[] {
  const points = steps.map(({time, servers}) => ({time, value: servers}));
  const last = points.at(-1);
  return last ? [...points, {time: until, value: last.value}] : [];
}

interface Row {
  time: number;
  a: number | null;
  b: number | null;
}

/** Every instant at which one of them changes, with the servers of both from then on. */
function rowsOf(a: FigurePlan | null, b: FigurePlan | null): Row[] {
  const times = [...new Set([a, b].flatMap((plan) => plan?.steps.map(({time}) => time) ?? []))].sort((x, y) => x - y);
  const at = (plan: FigurePlan | null, time: number) =>
    plan && time < plan.until ? (plan.steps.findLast((step) => step.time <= time)?.servers ?? null) : null;
  return times.map((time) => ({time, a: at(a, time), b: at(b, time)}));
}
