import type {PeakForecasts} from "./forecast-peaks.ts";
import type {Period} from "./period.ts";
import {ScoreWindow} from "./score-window.ts";

export interface Headroom {
  /** Spare share above the expected peak; `auto` is what past errors ask for. */
  headroom: number | "auto";
  /** Share of the time that the load may be above its bound when the headroom is `auto`. */
  targetShort: number;
}

export interface BoundOptions extends Headroom {
  floor: number;
  /** Days of errors that are looked back on. */
  days?: number;
  /** What an hour above its bound adds to the margin, in usual errors. */
  gain?: number;
}

/**
 * Upper bounds of periods' loads. With `headroom: "auto"` a bound lies so many usual errors above the expected peak that
 * all but `targetShort` of the steps of the last weeks were below theirs, raised after steps that were not and lowered
 * slowly after those that were. Each bound rests on what was known a lead before its period. Until a day of errors is
 * known it is twice the highest load so far.
 *
 * Sources: A. Angelopoulos, E. Candes and R. Tibshirani, Conformal PID Control for Time Series Prediction (NeurIPS 2023);
 * I. Gibbs and E. Candes, Adaptive Conformal Inference Under Distribution Shift (NeurIPS 2021).
 */
export function peakBounds(
  load: Float64Array,
  {starts, expected, spread}: PeakForecasts,
  {length, lead, day, hour}: Period,
  {headroom, targetShort, floor, days = 28, gain = 0.2}: BoundOptions
): Float64Array {
  const bounds = expected.map((value) => Math.max(0, Math.exp(value) - floor));
  if (headroom !== "auto") return bounds.map((bound) => bound * (1 + headroom));
  const scores = new ScoreWindow(days * day);
  let raised = 0;
  let highest = 0;
  let seen = 0;
  for (let i = 0; i < starts.length; ++i) {
    for (const at = starts[i]! - lead; seen < at; ++seen) {
      const value = load[seen]!;
      if (Number.isNaN(value)) continue;
      highest = Math.max(highest, value);
      const own = Math.floor((seen - starts[0]!) / length);
      if (own < 0) continue;
      scores.add((Math.log(value + floor) - expected[own]!) / spread[own]!);
      raised = Math.max(0, raised + (gain / hour) * ((value > bounds[own]! ? 1 : 0) - targetShort));
    }
    const errors = scores.exceededBy(targetShort) + raised;
    bounds[i] = scores.size < day ? 2 * highest : Math.max(0, Math.exp(expected[i]! + errors * spread[i]!) - floor);
  }
  return bounds;
}
