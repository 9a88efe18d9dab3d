import type {Regular} from "../forecast/regular.ts";
import type {DetectorName, Finding} from "./finding.ts";

/** One series as detectors see it, with the past that their criteria come from. */
export interface Observed {
  series: string;
  unit: string;
  /** Physical range; null where none is declared. */
  min: number | null;
  max: number | null;
  /** How far local clocks are ahead of UTC, ms; hours, weekdays and nights are local. */
  offset: (time: number) => number;
  /** Readings in the order in which they came, ms UTC. */
  times: Float64Array;
  values: Float64Array;
  /** Means of 10 minutes, reaching further back than the readings. */
  tenMinutes: Regular;
  /** What each of them was expected to be the day before; NaN where nothing was. */
  expected: Regular;
}

/** The period whose episodes are wanted, ms UTC, half-open; what came before it is history. */
export interface Period {
  from: number;
  to: number;
}

/** Finds episodes in one series. Pure, and walking forward only: criteria come from what was known before. */
export interface Detector {
  name: DetectorName;
  title: string;
  /** What it looks at and by which criterion, in words for readers. */
  about: string;
  applies(series: string): boolean;
  detect(observed: Observed, period: Period): Finding[];
}
