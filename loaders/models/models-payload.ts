import type {SpanName} from "../fitted/span.ts";
import type {Backtest} from "../forecast/model.ts";
import type {PayloadMeta} from "../lake.ts";

/** What the models page says, beside `ModelForecasts`. Times are UTC ms. */
export interface ModelsPayload {
  meta: PayloadMeta;
  sentence: string;
  /** When the models last learnt; null before the first time. */
  trainedAt: number | null;
  /** Time that all models took for all series, s. */
  seconds: number;
  /** Every model that was tried anywhere, the most often chosen first. */
  models: {name: string; about: string; chosen: number; seconds: number; backend: string | null}[];
}

/** What the models page draws, by series, then span; the same until models learn again. */
export type ModelForecasts = TrainedForecast[];

/** One series over one span. Times are UTC ms; null in a column is a gap. */
export interface TrainedForecast {
  id: string;
  label: string;
  unit: string;
  span: SpanName;
  /** Interval of its values, ms. */
  step: number;
  /** The model used, which stands first in `candidates`. */
  model: string;
  /** What came after the newest origin of the backtest; null without one. */
  newest: {start: number; actual: number[]} | null;
  candidates: CandidatePayload[];
}

/** How one model did on one series. Errors in the unit of the series or as shares, coverage in [0, 1]. */
export interface CandidatePayload extends Backtest {
  /** Mean absolute error by steps ahead. */
  errorByStep: number[];
  /** What it said at the newest origin. */
  said: number[];
  seconds: number;
  /** What TensorFlow.js computed with; null for other models. */
  backend: string | null;
}
