import {solveSpd} from "../math/solve-spd.ts";
import {featureCount, type PeakFeatures} from "./peak-features.ts";

const n = featureCount;
const penalty = 3;
/** What a day leaves of the days before it. */
const memory = 0.9;

interface Sample {
  features: Float64Array;
  rise: number;
}

/**
 * Rises of a load from its level to the peak of a period to come, learned as they become known: ridge regression with
 * exponential forgetting, near least absolute errors by weights of 1 / error (iteratively reweighted least squares: a
 * few surges would rule it otherwise), corrected by what it has missed at the same time of the last days.
 */
export class PeakRidge {
  #gram = new Float64Array(n * n).map((_, i) => (i % (n + 1) === 0 ? penalty : 0));
  #moments = new Float64Array(n);
  #weights: Float64Array = new Float64Array(n);
  #samples: (Sample | null)[] = [];

  /** @param samplesADay how many samples make a day */
  constructor(private readonly samplesADay: number) {}

  /** Adds the sample that follows the one added last; null when it is not known. */
  learn(sample: Sample | null): void {
    if (this.#samples.length % this.samplesADay === 0) this.#forget();
    this.#samples.push(sample);
    if (!sample) return;
    const {features, rise} = sample;
    const weight = 0.1 / Math.max(0.1, Math.abs(rise - dot(features, this.#weights)));
    for (let i = 0; i < n; ++i) {
      this.#moments[i]! += weight * features[i]! * rise;
      for (let j = 0; j <= i; ++j) this.#gram[i * n + j]! += weight * features[i]! * features[j]!;
    }
  }

  /** Takes in what was learned. */
  fit(): void {
    this.#weights = solveSpd(this.#gram.slice(), this.#moments.slice(), n);
  }

  /** The expected log of the peak; `position` counts samples from the first, fractions are rounded. */
  expect({level, features}: PeakFeatures, position: number): number {
    return level + dot(features, this.#weights) + this.#missedBefore(Math.round(position));
  }

  /** Mean error at this time of the last ten days, decayed and shrunk. */
  #missedBefore(position: number): number {
    let sum = 0;
    let weights = 3;
    for (let days = 1; days <= 10; ++days)
      for (const off of [-1, 0, 1]) {
        const sample = this.#samples[position - days * this.samplesADay + off];
        if (!sample) continue;
        const weight = 0.85 ** days * (off === 0 ? 1 : 0.5);
        sum += weight * (sample.rise - dot(sample.features, this.#weights));
        weights += weight;
      }
    return sum / weights;
  }

  #forget(): void {
    for (let i = 0; i < n; ++i) {
      this.#moments[i]! *= memory;
      for (let j = 0; j <= i; ++j) this.#gram[i * n + j]! *= memory;
      this.#gram[i * n + i]! += penalty * (1 - memory);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < n; ++i) sum += a[i]! * b[i]!;
  return sum;
}
