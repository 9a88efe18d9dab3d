import {normalQuantile} from "../math/normal.ts";

/** From this mean on a count is taken for a gamma variable, off by less than 1 in 1000 of its spread. */
const large = 10_000;

/**
 * Smallest whole number that a negative binomial count of the given mean and variance exceeds with a chance below 1 - p;
 * a Poisson count when the variance is not above the mean. Large ones by E. Wilson and M. Hilferty, Proceedings of the
 * National Academy of Sciences 17 (1931).
 */
export function negativeBinomialQuantile(p: number, mean: number, variance: number): number {
  if (!(p >= 0 && p < 1 && mean >= 0)) throw new Error(`invalid count distribution: p ${p}, mean ${mean}`);
  if (mean > large && p > 0) return largeQuantile(p, mean, Math.max(mean, variance));
  const size = variance > mean ? mean ** 2 / (variance - mean) : Number.POSITIVE_INFINITY;
  const odds = Number.isFinite(size) ? mean / (size + mean) : 0;
  let logChance = Number.isFinite(size) ? size * Math.log1p(-odds) : -mean;
  let below = Math.exp(logChance);
  let count = 0;
  // Rounding may leave the sum a little under 1; past the bulk another term no longer changes it.
  for (const limit = mean + 40 * Math.sqrt(Math.max(mean, variance)) + 40; below < p && count < limit; ++count) {
    logChance += Math.log(Number.isFinite(size) ? odds * (size + count) : mean) - Math.log(count + 1);
    below += Math.exp(logChance);
  }
  return count;
}

function largeQuantile(p: number, mean: number, variance: number): number {
  const part = variance / (9 * mean ** 2);
  return Math.ceil(mean * Math.max(0, 1 - part + normalQuantile(p) * Math.sqrt(part)) ** 3);
}
