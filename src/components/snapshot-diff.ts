import type {FigureFinding, FigureForecast, FigureKpi, FigurePlan, SnapshotFigures} from "./snapshot-figures.js";

/** One number in two snapshots; null where one of them does not know it. */
export interface Change extends Omit<FigureKpi, "value" | "time"> {
  a: number | null;
  b: number | null;
  /** b - a. */
  difference: number | null;
  /** difference / |a|; null when a is 0. */
  share: number | null;
}

/** Two forecasts of one series over the hours that both speak of; null where they share none, or one has none. */
export interface ForecastChange {
  series: string;
  label: string;
  unit: string;
  models: {a: string | null; b: string | null};
  /** Hours that both speak of. */
  hours: number;
  /** Means over those hours. */
  mean: {a: number; b: number} | null;
  /** mean.b / mean.a - 1; null when mean.a is 0. */
  share: number | null;
  /** Mean of |b - a|, in the series' unit. */
  apart: number | null;
}

export interface FindingsChange {
  /** In the second one alone, though the first one looked back as far. */
  appeared: FigureFinding[];
  /** In the first one alone, though the second one looked at their time, too. */
  gone: FigureFinding[];
  /** In both, at another stage. */
  moved: {from: FigureFinding; to: FigureFinding}[];
  /** How many stand in both. */
  kept: number;
}

export interface SnapshotDiff {
  /** The largest change first. */
  kpis: Change[];
  /** The largest change first. */
  forecasts: ForecastChange[];
  /** Figures of the two plans; empty where neither has one. */
  plan: Change[];
  /** null where one of the two has no findings to compare. */
  findings: FindingsChange | null;
}

/** What differs from snapshot `a` to snapshot `b`, number by number. */
export const snapshotDiff = (a: SnapshotFigures, b: SnapshotFigures): SnapshotDiff => ({
  kpis: changes(a.kpis, b.kpis),
  forecasts: forecastChanges(a.forecasts, b.forecasts),
  plan: changes(planFigures(a.plan), planFigures(b.plan), {sorted: false}),
  findings: a.findings && b.findings && findingsChange(a.findings, b.findings)
});

function changes(a: FigureKpi[], b: FigureKpi[], {sorted = true} = {}): Change[] {
  const before = new Map(a.map((kpi) => [kpi.id, kpi]));
  const after = new Map(b.map((kpi) => [kpi.id, kpi]));
  const all = [...before.keys(), ...[...after.keys()].filter((id) => !before.has(id))].map((id): Change => {
    const {area, label, unit} = after.get(id) ?? before.get(id)!;
    return {id, area, label, unit, ...change(before.get(id)?.value ?? null, after.get(id)?.value ?? null)};
  });
  return sorted ? all.sort((one, other) => size(other) - size(one)) : all;
}

function change(a: number | null, b: number | null): Pick<Change, "a" | "b" | "difference" | "share"> {
  const difference = a === null || b === null ? null : b - a;
  return {a, b, difference, share: difference === null ? null : shareOf(difference, a!)};
}

const shareOf = (difference: number, a: number): number | null =>
  a === 0 ? (difference === 0 ? 0 : null) : difference / Math.abs(a);

/** How much changed, between 0 and 2 whatever the unit; what only one knows comes before what did not change. */
function size({a, b}: Pick<Change, "a" | "b">): number {
  if (a === null || b === null) return a === b ? -1 : 1e-9;
  return a === b ? 0 : Math.abs(b - a) / Math.max(Math.abs(a), Math.abs(b));
}

function forecastChanges(a: FigureForecast[], b: FigureForecast[]): ForecastChange[] {
  const ids = [...new Set([...b, ...a].map(({series}) => series))];
  const of = (all: FigureForecast[], id: string) => all.find(({series}) => series === id);
  return ids
    .map((id) => forecastChange(of(a, id), of(b, id)))
    .sort((one, other) => Math.abs(other.share ?? 0) - Math.abs(one.share ?? 0));
}

function forecastChange(a: FigureForecast | undefined, b: FigureForecast | undefined): ForecastChange {
  const {series, label, unit} = (b ?? a)!;
  const said = new Map((a?.mean ?? []).map((value, i) => [a!.start + i * a!.step, value]));
  const pairs = (b?.mean ?? []).flatMap((value, i) => {
    const earlier = said.get(b!.start + i * b!.step);
    return value === null || earlier == null ? [] : [[earlier, value] as const];
  });
  const average = (value: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
  const mean = pairs.length ? {a: average(([x]) => x), b: average(([, y]) => y)} : null;
  return {
    series,
    label,
    unit,
    models: {a: a?.model ?? null, b: b?.model ?? null},
    hours: pairs.length,
    mean,
    share: mean && shareOf(mean.b - mean.a, mean.a),
    apart: mean && average(([x, y]) => Math.abs(y - x))
  };
}

const planFigures = (plan: FigurePlan | null): FigureKpi[] =>
  plan
    ? (
        [
          ["peak", "Servers at the peak", plan.peak.servers, ""],
          ["hours", "Server-hours", plan.serverHours, "h"],
          ["cost", "Cost", plan.cost, plan.currency],
          ["actions", "Starts and stops", plan.actions, ""]
        ] as const
      ).map(([id, label, value, unit]) => ({id: `plan/${id}`, area: "Plan", label, value, unit, time: plan.peak.time}))
    : [];

type Findings = NonNullable<SnapshotFigures["findings"]>;

/** An episode is the same where series and detector are and the times overlap: it may have grown since. */
function findingsChange(a: Findings, b: Findings): FindingsChange {
  const same = (one: FigureFinding) => (other: FigureFinding) =>
    one.series === other.series && one.detector === other.detector && one.time <= other.to && other.time <= one.to;
  const both = a.episodes.flatMap((from) => {
    const to = b.episodes.find(same(from));
    return to ? [{from, to}] : [];
  });
  return {
    appeared: b.episodes.filter((finding) => finding.to >= a.from && !a.episodes.some(same(finding))),
    gone: a.episodes.filter((finding) => finding.to >= b.from && !b.episodes.some(same(finding))),
    moved: both.filter(({from, to}) => from.stage !== to.stage),
    kept: both.length
  };
}
