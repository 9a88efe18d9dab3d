import type {Trial} from "./trial.ts";

/** Weighted median of forecasts of equal length, step by step: one that goes astray moves it little. */
export function blendForecasts(forecasts: Float64Array[], weights: number[]): Float64Array {
  const order = weights.map((_, i) => i);
  return Float64Array.from(forecasts[0] ?? [], (_, h) => {
    order.sort((a, b) => forecasts[a]![h]! - forecasts[b]![h]!);
    return weightedMedian(
      order.map((i) => forecasts[i]![h]!),
      order.map((i) => weights[i]!)
    );
  });
}

/** The value in the middle of the weights, between neighbours in proportion. Values ascend. */
function weightedMedian(values: number[], weights: number[]): number {
  const half = weights.reduce((a, b) => a + b, 0) / 2;
  let sum = 0;
  let before = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const center = sum + weights[i]! / 2;
    if (center >= half) {
      if (i === 0) return values[0]!;
      const share = (half - before) / (center - before);
      return values[i - 1]! + share * (values[i]! - values[i - 1]!);
    }
    before = center;
    sum += weights[i]!;
  }
  return values.at(-1) ?? Number.NaN;
}

/** Weights 1 / error^2: the good count more. Models without error share what others leave. */
export function blendWeights(errors: number[]): number[] {
  const least = Math.min(...errors.filter((error) => error > 0));
  return errors.map((error) => (error > 0 ? (least / error) ** 2 : 1));
}

/** The trials that a blend of models would have had, from their own over the same origins. */
export const blendTrials = (trials: Trial[][], weights: number[]): Trial[] =>
  (trials[0] ?? []).map(({origin, actual}, i) => ({
    origin,
    actual,
    forecast: blendForecasts(
      trials.map((own) => own[i]!.forecast),
      weights
    )
  }));
