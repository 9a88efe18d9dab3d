import type {Stage} from "./stages.js";

/** `value` is null where nothing is known; the line breaks there. */
export interface Point {
  time: number;
  value: number | null;
}

export interface Line {
  label: string;
  points: readonly Point[];
  /** A CSS colour; by default the accent for the first line and the series' colours after it. */
  color?: string;
  dashed?: boolean;
  /** Drawn as steps: the value holds until the next point. */
  steps?: boolean;
}

export interface ForecastPoint {
  time: number;
  mean: number;
  lo50: number;
  hi50: number;
  lo90: number;
  hi90: number;
}

/** Something to see at an instant: a finding. */
export interface Mark {
  time: number;
  value: number;
  stage: Stage;
  text: string;
}
