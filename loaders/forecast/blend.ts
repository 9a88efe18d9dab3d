import type {Trial} from "./backtest.ts";
import type {Model} from "./model.ts";

/** Weighted mean of forecasts of equal length. */
export function blendForecasts(forecasts: Float64Array[], weights: number[]): Float64Array {
  const total = weights.reduce((a, b) => a + b, 0);
  return Float64Array.from(
    forecasts[0] ?? [],
    (_, h) => forecasts.reduce((sum, forecast, i) => sum + weights[i]! * forecast[h]!, 0) / total
  );
}

/** Weights 1 / error^4: the good count, the bad hardly at all. Models without error share what others leave. */
export function blendWeights(errors: number[]): number[] {
  const least = Math.min(...errors.filter((error) => error > 0));
  return errors.map((error) => (error > 0 ? (least / error) ** 4 : 1));
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

/** Several models as one whose forecast is their weighted mean (Bates and Granger 1969). */
export function blend(models: readonly Model[], weights: number[]): Model<unknown[]> {
  return {
    name: "blend",
    about: `weighted mean of ${models.map(({name}) => name).join(", ")}`,
    fit: (history, horizon) => Promise.all(models.map((model) => model.fit(history, horizon))),
    forecast: (states, history, horizon) =>
      blendForecasts(
        models.map((model, i) => model.forecast(states[i], history, horizon)),
        weights
      )
  };
}
