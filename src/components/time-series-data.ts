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

/** Who hears of what a reader drags on a chart. Times are UTC ms. */
export interface Brush {
  /** A span was chosen, to be shown by every chart that is linked. */
  change(from: number, to: number): void;
  /** Back to the page's own range. */
  reset(): void;
  /** The span asked for last, which keys go on from while it is still being read; by default the one that is drawn. */
  asked?(): [from: number, to: number] | null;
  /** A span is being marked; null when it is given up. The chart itself marks it too. */
  mark?(span: [from: number, to: number] | null): void;
  /** The chart is being moved along its axis, which shows this span now. */
  move?(from: number, to: number): void;
  /** A chart with this brush was drawn, and is about to get its place. */
  drawn?(chart: SVGSVGElement): void;
}

export interface TimeSeriesOptions {
  lines: readonly Line[];
  unit: string;
  forecast?: readonly ForecastPoint[];
  marks?: readonly Mark[];
  /** Constant values to compare with. */
  references?: readonly {value: number; label: string}[];
  /** Lowest and highest values around the first line. */
  range?: readonly {time: number; lo: number; hi: number}[];
  /** First and last instant of the axis, UTC ms; by default those of lines and forecast. */
  domain?: [number, number];
  /** Instant marked "now". */
  now?: number | null;
  /** Whether the axis starts at zero. */
  zero?: boolean;
  /** Whether each step of the axis is ten times the one before; for values above zero that differ by far. */
  log?: boolean;
  /** Points further apart than this are not joined, ms. */
  maxGap?: number;
  /** Who hears of spans that the reader drags, by pointer, touch or keys; without it the chart cannot be zoomed. */
  brush?: Brush;
}
