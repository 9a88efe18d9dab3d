import type {PayloadMeta} from "../lake.ts";
import type {DetectorName, Finding} from "../outliers/finding.ts";
import type {Stage} from "../outliers/stage.ts";

/** What the outliers page draws. Times are UTC ms. */
export interface OutliersPayload {
  meta: PayloadMeta;
  sentence: string;
  /** The period looked at. */
  from: number;
  to: number;
  /** Every series watched, the worst first. */
  series: SeriesState[];
  /** Newest first; at most `episodeLimit` of them, the mildest left out first. */
  episodes: Finding[];
  /** How many mild episodes were left out. */
  omitted: number;
  /** Episodes by detector: how many reached stage 1, 2, 3 and 4. */
  counts: {detector: DetectorName; stages: [number, number, number, number]; episodes: number}[];
  /** Episodes by UTC day and highest stage, every day of the period. */
  days: {time: number; stages: [number, number, number, number]}[];
  criteria: {detector: DetectorName; title: string; about: string}[];
  /** By which criteria the value detector judged the period, series by series, the newest version first. */
  versions: VersionPayload[];
  /** Series whose night flow is raised now. */
  leaks: Leak[];
}

export interface SeriesState {
  id: string;
  label: string;
  unit: string;
  /** The highest of its detectors. */
  stage: Stage;
  sentence: string;
  /** null: the detector does not apply to this series. */
  detectors: Record<DetectorName, Stage | null>;
  latest: {time: number; value: number};
}

export interface VersionPayload {
  series: string;
  label: string;
  unit: string;
  /** null: there are no criteria yet, and the value detector is silent. */
  source: "seed" | "history" | null;
  /** ms UTC, half-open. */
  validFrom: number | null;
  validTo: number | null;
  /** Usual values of the quietest and the busiest hour of the week. */
  usual: [lowest: number, highest: number] | null;
  /** Whether they move with the level of the two weeks before. */
  moves: boolean;
}

export interface Leak {
  series: string;
  label: string;
  unit: string;
  stage: Stage;
  /** Mean of the last three nights and the reference, in the unit of flow. */
  value: number;
  reference: number;
  /** value - reference. */
  size: number;
  /** Volume above the reference since the start, size times hours: m³ when the flow is m³/h. */
  volume: number;
  /** Night in which it began, ms UTC. */
  since: number;
  reason: string;
}
