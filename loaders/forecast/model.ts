import type {Radii} from "./intervals.ts";
import type {Regular} from "./regular.ts";

/**
 * A way of forecasting one regular series. One file in `models/`, one line in the registry.
 *
 * What `fit` learns may be used on any longer history of the same series, so that a backtest fits once and rolls forward.
 * Histories have no gaps (they are filled before). Models are pure: the same history gives the same forecast.
 */
export interface Model<State = unknown> {
  name: string;
  about: string;
  /** Whether a history is one that it can learn from; absent where any is. */
  suits?(history: Regular): boolean;
  /** What TensorFlow.js computes with here; absent where it has no part in learning. */
  backend?(): Promise<string>;
  /** Learns from a history; `horizon` is how many steps will be asked for. May take its time. */
  fit(history: Regular, horizon: number): State | Promise<State>;
  /** The `horizon` values after the end of `history`, at most as many as were announced to `fit`. */
  forecast(state: State, history: Regular, horizon: number): Float64Array;
}

/** Errors of a model over the rolling origins of a backtest. Means over all origins and steps. */
export interface Backtest {
  model: string;
  origins: number;
  /** Mean absolute error, in the unit of the series. */
  mae: number;
  /** Mean of |error / actual| where actual is not 0, as a share; NaN when it always is. */
  mape: number;
  /** Mean of 2 |error| / (|actual| + |forecast|), as a share. */
  smape: number;
  /** Mean absolute error over that of the in-sample seasonal naive (Hyndman and Koehler 2006). */
  mase: number;
  /** Share of values inside the 50 and 90 % intervals, each origin judged by intervals made from the other origins. */
  coverage50: number;
  coverage90: number;
}

/** How a model did, step by step. Plain data. */
export interface Candidate {
  backtest: Backtest;
  /** Mean absolute error by steps ahead, over all origins; NaN where nothing came to judge by. */
  errorByStep: Float64Array;
  /** What it said at the newest origin. */
  newest: Float64Array;
  /** Time spent on backtest and fit, s. */
  seconds: number;
  /** What TensorFlow.js computed with, where a network learnt. */
  backend: string | null;
}

/**
 * What was learnt from a series: everything that forecasting it again, with newer values, takes. Plain data, which may
 * be kept on disk and sent to another thread.
 */
export interface Fitted {
  /** The model that forecasts, or `blend` where several do. */
  model: string;
  parts: {model: string; weight: number; state: unknown}[];
  step: number;
  horizon: number;
  /** The end of the history that was learnt from, ms. */
  through: number;
  /** Half-widths of the intervals, on the scale of the series. */
  radii: Radii;
  /** What came after the newest origin of the backtest, and when it begins, ms; null where there was no origin. */
  newest: {start: number; actual: Float64Array} | null;
  /** All that were tried, the chosen one first. */
  candidates: Candidate[];
}

/** A forecast with its intervals; value i belongs to start + i * step. */
export interface Forecast {
  model: string;
  start: number;
  step: number;
  mean: Float64Array;
  lo50: Float64Array;
  hi50: Float64Array;
  lo90: Float64Array;
  hi90: Float64Array;
  /** Of every candidate, the chosen one first. */
  backtests: Backtest[];
}
