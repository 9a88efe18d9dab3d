import {detect} from "../outliers/detector.ts";
import type {DetectorName, Finding} from "../outliers/finding.ts";
import {detectors} from "../outliers/index.ts";
import type {Stage} from "../outliers/stage.ts";
import type {Plant, PlantSeries} from "./observe-plant.ts";

/** Episodes count as present while they ended less than this ago. */
const presentMs = 15 * 60_000;
const nightPresentMs = 48 * 3_600_000;

const found = new WeakMap<PlantSeries, readonly Finding[]>();

/** Findings of every detector that applies to a series, oldest first. */
export function detectAll(series: PlantSeries, {period}: Plant): readonly Finding[] {
  const known = found.get(series);
  if (known) return known;
  const findings = detectors
    .filter((detector) => detector.applies(series.series))
    .flatMap((detector) => detect(detector, series, period))
    .sort((a, b) => a.time - b.time);
  found.set(series, findings);
  return findings;
}

/** Findings that hold at the end of the period, the worst first. */
export const present = (findings: readonly Finding[], now: number): Finding[] =>
  findings
    .filter(({detector, to}) => now - to <= (detector === "night" ? nightPresentMs : presentMs))
    .sort((a, b) => b.stage - a.stage || b.to - a.to);

/** The present stage by detector; null where one does not apply. */
export function presentStages(
  series: string,
  findings: readonly Finding[],
  now: number
): Record<DetectorName, Stage | null> {
  const current = present(findings, now);
  return Object.fromEntries(
    detectors.map(({name, applies}) => [
      name,
      applies(series) ? (current.find(({detector}) => detector === name)?.stage ?? 0) : null
    ])
  ) as Record<DetectorName, Stage | null>;
}
