import type {PayloadMeta} from "../lake.ts";
import type {NoveltyFinding} from "../outliers/novelty/novelty-findings.ts";

/** How unlike its own past each series is: a way of looking beside the detectors. Times are UTC ms. */
export interface NoveltyPayload {
  meta: PayloadMeta;
  /** The period looked at; it begins at a step. */
  from: number;
  to: number;
  /** Length of what one score stands for, ms. */
  step: number;
  series: NoveltySeries[];
  /** Stretches that begin with an alarm, newest first. */
  stretches: NoveltyFinding[];
}

export interface NoveltySeries {
  id: string;
  label: string;
  unit: string;
  /** The highest score of each step, in [0, 1], from 0.5 on an alarm; null where there were no readings. */
  scores: (number | null)[];
}
