import type {Change, FindingsChange, ForecastChange, SnapshotDiff} from "../../src/components/snapshot-diff.ts";
import type {FigureFinding, SnapshotFacts} from "../../src/components/snapshot-figures.ts";
import type {SiteChanges} from "../compare-sites.ts";
import {printable, textTable} from "../text-table.ts";
import {megabytes, written} from "./amounts.ts";

/** What `weir snapshots diff` tells. */
export interface SnapshotsDiff {
  a: SnapshotFacts;
  b: SnapshotFacts;
  /** null where no figures of one of them were kept. */
  figures: SnapshotDiff | null;
  /** null where the site of one of them was removed. */
  files: SiteChanges | null;
}

const stages = ["normal", "attention", "caution", "alert", "serious"];
/** Findings and files of a kind that are named; the others are counted. */
const most = 20;

/** A comparison of two snapshots for a terminal. */
export function snapshotsDiffText({a, b, figures, files}: SnapshotsDiff): string {
  return [
    textTable(["", "snapshot", "built", "data through"], [factsRow("A", a), factsRow("B", b)]),
    ...(figures
      ? [
          changesText("Figures", figures.kpis),
          forecastsText(figures.forecasts),
          changesText("Plan of the servers", figures.plan),
          figures.findings ? findingsText(figures.findings) : ""
        ]
      : ["no figures of one of them were kept: made before figures were, or too long ago\n"]),
    files ? filesText(files) : "the site of one of them was removed: its files are not compared\n"
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const factsRow = (name: string, {id, builtAt, observedThrough}: SnapshotFacts): string[] => [
  name,
  id,
  time(builtAt),
  observedThrough === null ? "unknown" : time(observedThrough)
];

function changesText(title: string, all: Change[]): string {
  if (all.length === 0) return "";
  const changed = all.filter(({a, b}) => a !== b);
  const head = changed.length
    ? `${title}: ${changed.length} of ${all.length} differ`
    : `${title}: all ${all.length} alike`;
  const rows = changed.map(({area, label, unit, a, b, difference, share}) => [
    `  ${area}`,
    label,
    written(a),
    written(b),
    unit,
    signed(difference),
    percent(share)
  ]);
  return `${head}\n${changed.length ? textTable(["  area", "figure", "A", "B", "unit", "B - A", "%"], rows) : ""}`;
}

function forecastsText(all: ForecastChange[]): string {
  if (all.length === 0) return "";
  const rows = all.map(({label, unit, models, hours, mean, share, apart}) => [
    `  ${label}`,
    String(hours),
    written(mean?.a ?? null),
    written(mean?.b ?? null),
    unit,
    percent(share),
    written(apart),
    models.a === models.b ? (models.a ?? "") : `${models.a ?? "none"} -> ${models.b ?? "none"}`
  ]);
  return `Forecasts, means of the hours that both speak of\n${textTable(["  series", "hours", "A", "B", "unit", "%", "apart", "model"], rows)}`;
}

function findingsText({appeared, gone, moved, kept}: FindingsChange): string {
  const line = (mark: string, {time: at, series, stage, reason}: FigureFinding, was = "") =>
    `  ${mark} ${time(at)}  ${printable(series)}  ${was}${stages[stage]}  ${printable(reason)}`;
  return lines(
    `Findings: ${appeared.length} new, ${gone.length} gone, ${moved.length} at another stage, ${kept} in both`,
    [
      ...appeared.map((finding) => line("+", finding)),
      ...gone.map((finding) => line("-", finding)),
      ...moved.map(({from, to}) => line("~", to, `${stages[from.stage]} -> `))
    ]
  );
}

function filesText({changed, added, removed, shared, new: fresh}: SiteChanges): string {
  const counts = `${changed.length} changed, ${added.length} added, ${removed.length} removed`;
  const content = `${fresh.files} new (${megabytes(fresh.bytes)}), ${shared.files} shared (${megabytes(shared.bytes)})`;
  const list = (mark: string, names: string[]) => names.map((name) => `  ${mark} ${printable(name)}`);
  return lines(`Files: ${counts}; by content ${content}`, [
    ...list("~", changed),
    ...list("+", added),
    ...list("-", removed)
  ]);
}

const lines = (head: string, all: string[]): string =>
  `${[head, ...all.slice(0, most), ...(all.length > most ? [`  and ${all.length - most} more`] : [])].join("\n")}\n`;

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}Z`;
const signed = (value: number | null): string => (value !== null && value > 0 ? `+${written(value)}` : written(value));
const percent = (share: number | null): string => (share === null ? "-" : `${signed(Math.round(share * 1000) / 10)} %`);
