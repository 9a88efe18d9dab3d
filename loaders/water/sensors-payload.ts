import type {PayloadMeta} from "../lake.ts";
import type {Stage} from "../outliers/stage.ts";

/** What the sensors page draws. Times are UTC ms; a null in a column is a gap. */
export interface SensorsPayload {
  meta: PayloadMeta;
  sentence: string;
  sensors: SensorPayload[];
}

/** One device: its series are `<id>/<quantity>`. */
export interface SensorPayload {
  id: string;
  source: string;
  /** The highest stage of its series at the latest reading. */
  stage: Stage;
  sentence: string;
  series: SensorSeriesPayload[];
  /** Minimum night flow; null for a device without flow or with too short a history. */
  night: NightFlowPayload | null;
}

export interface SensorSeriesPayload {
  id: string;
  quantity: string;
  label: string;
  unit: string;
  latest: {time: number; value: number; stage: Stage; reason: string};
  /** Mean of today so far, of the same hours on the last four such weekdays, and their ratio - 1. */
  today: {mean: number; typical: number; change: number} | null;
  /** Share of expected minutes present over the last 30 days, or since the first reading when that is later. */
  completeness: number;
  /** The last 48 hours by 10 minutes, with what was expected of them the day before and its 90 % band. */
  recent: Columns<"actual" | "expected" | "lo90" | "hi90">;
  /** An hour by the minute, after three hours of readings; null until models were trained. */
  nextHour: (ForecastPayload & {past: Columns<"actual">}) | null;
  /** Six hours by 10 minutes; null when the history is shorter than two days, as is what follows. */
  nextHours: ForecastPayload | null;
  /** Seven days by the hour. */
  forecast: ForecastPayload | null;
  /** By model, best first; errors as shares, coverage in [0, 1]. */
  backtests: BacktestPayload[];
}

/** Equally spaced columns: row i is the interval that begins at start + i * step. */
export type Columns<Name extends string> = {start: number; step: number} & Record<Name, (number | null)[]>;

export type ForecastPayload = {model: string} & Columns<"mean" | "lo50" | "hi50" | "lo90" | "hi90">;

export interface BacktestPayload {
  model: string;
  mape: number | null;
  smape: number | null;
  mase: number | null;
  coverage50: number | null;
  coverage90: number | null;
  chosen: boolean;
}

export interface NightFlowPayload {
  /** The last 60 nights, oldest first. */
  nights: NightPayload[];
  /** The latest night that has all it takes, in words. */
  sentence: string;
  stage: Stage;
}

export interface NightPayload {
  /** Local date of the evening, `YYYY-MM-DD`. */
  night: string;
  /** When the night began (22:00 local). */
  time: number;
  /** Lowest hour, in the unit of flow; null when the night has too few readings. */
  minimum: number | null;
  /** Mean of the last three nights. */
  mean: number | null;
  /** Median of the 28 nights that end 14 nights ago, moved with the season. */
  reference: number | null;
  /** The mean above which stage 2 begins. */
  limit: number | null;
  stage: Stage;
}
