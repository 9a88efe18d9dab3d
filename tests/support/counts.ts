/** Draws of a standard normal from draws in [0, 1). */
export const gaussian = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** A Poisson count; a rounded normal one from a mean of 400 on. */
export function poisson(mean: number, next: () => number): number {
  if (mean >= 400) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(next)));
  let chance = Math.exp(-mean);
  let below = chance;
  let count = 0;
  for (const draw = next(); draw > below && count < 2000; ++count) {
    chance *= mean / (count + 1);
    below += chance;
  }
  return count;
}

/**
 * Counts by the hour, Poisson around `mean(hour)` times a level that wanders: its logarithm has the standard deviation
 * `spread` and the correlation `memory` from hour to hour.
 */
export function hourlyCounts(
  hours: number,
  {mean, spread = 0, memory = 0}: {mean: (hour: number) => number; spread?: number; memory?: number},
  next: () => number
): Float64Array {
  let level = spread * gaussian(next);
  return Float64Array.from({length: hours}, (_, hour) => {
    level = memory * level + Math.sqrt(1 - memory ** 2) * spread * gaussian(next);
    return poisson(mean(hour) * Math.exp(level - spread ** 2 / 2), next);
  });
}
