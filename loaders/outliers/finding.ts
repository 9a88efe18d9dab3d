import type {Stage} from "./stage.ts";

export type DetectorName = "system" | "value" | "prediction" | "night";

/** An episode that a detector found in one series: from `time` to `to` (inclusive, ms UTC), as bad as `stage`. */
export interface Finding {
  time: number;
  to: number;
  series: string;
  detector: DetectorName;
  stage: Stage;
  /** The most extreme value of the episode; null when there is none (missing readings). */
  value: number | null;
  /** What was expected at that moment; null when nothing can be. */
  expected: number | null;
  /** A sentence with the numbers and the criterion. */
  reason: string;
}
