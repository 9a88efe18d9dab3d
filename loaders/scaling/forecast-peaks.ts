import {peakHistory} from "./peak-features.ts";
import {PeakRidge} from "./peak-ridge.ts";
import type {Period} from "./period.ts";
import {withoutGaps} from "./without-gaps.ts";

/** Forecasts of the highest step of periods, each from what was known a lead before the period. */
export interface PeakForecasts {
  /** First steps of the periods. */
  starts: Int32Array;
  /** Log of the expected peak plus the floor. */
  expected: Float64Array;
  /** Usual error of it: of late, at this time of day, and ever. */
  spread: Float64Array;
}

/**
 * Walks along a load, forecasting the peak of each whole period, and at last of the one that begins a lead after the
 * load's end. Nothing is used before it is known. Linear in time.
 *
 * @param load gaps are NaN, and take the value before them as what is known last
 * @param first first step of the first period; at least a lead and an hour
 * @param floor what is added before the log is taken: loads well below it are all alike
 */
export function forecastPeaks(
  load: Float64Array,
  period: Period,
  {first, floor}: {first: number; floor: number}
): PeakForecasts {
  const {length, lead, day} = period;
  const whole = Math.max(0, Math.floor((load.length - first) / length));
  const starts = Int32Array.from({length: whole + 1}, (_, i) => (i < whole ? first + i * length : load.length + lead));
  const history = peakHistory(withoutGaps(load), period, floor);
  const known = knownBefore(load);

  const every = Math.max(1, Math.min(length, period.hour / 2));
  const origin = (first - lead) % every;
  const ridge = new PeakRidge(day / every);
  let next = origin;
  const learnUntil = (at: number) => {
    for (; next + lead + length <= at; next += every) {
      const from = next + lead;
      const isKnown = next >= period.hour && known[from + length]! - known[from]! >= length / 2;
      const {level, features} = history.featuresAt(Math.max(1, next));
      ridge.learn(isKnown ? {features, rise: history.peakAfter(next) - level} : null);
    }
  };

  const errors = new PeakErrors(day / length);
  const expected = new Float64Array(whole + 1);
  const spread = new Float64Array(whole + 1);
  let judged = 0;
  for (let i = 0; i <= whole; ++i) {
    const at = starts[i]! - lead;
    learnUntil(at);
    ridge.fit();
    for (; judged < i && starts[judged]! + length <= at; ++judged) {
      const begin = starts[judged]!;
      if (known[begin + length]! > known[begin]!)
        errors.add(history.peakAfter(begin - lead) - expected[judged]!, judged);
    }
    expected[i] = ridge.expect(history.featuresAt(at), (at - origin) / every);
    spread[i] = errors.usual((starts[i]! - first) / length);
  }
  return {starts, expected, spread};
}

/** Mean absolute errors, decayed: at the same time of day, of late, and ever. */
class PeakErrors {
  #atTime: Float64Array;
  #late = 0.1;
  #ever = 0.1;

  constructor(private readonly aDay: number) {
    this.#atTime = new Float64Array(aDay).fill(0.1);
  }

  add(error: number, period: number): void {
    const size = Math.min(1, Math.abs(error));
    this.#atTime[period % this.aDay]! += 0.25 * (size - this.#atTime[period % this.aDay]!);
    this.#late += 0.3 * (size - this.#late);
    this.#ever += 0.01 * (size - this.#ever);
  }

  usual(period: number): number {
    const atTime = this.#atTime[Math.round(period) % this.aDay]!;
    return Math.max(0.02, 0.4 * atTime + 0.3 * this.#late + 0.3 * this.#ever);
  }
}

/** Number of known values before each step. */
function knownBefore(load: Float64Array): Int32Array {
  const known = new Int32Array(load.length + 1);
  for (let i = 0; i < load.length; ++i) known[i + 1] = known[i]! + (Number.isNaN(load[i]!) ? 0 : 1);
  return known;
}
