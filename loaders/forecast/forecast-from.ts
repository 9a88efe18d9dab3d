import {blendForecasts} from "./blend.ts";
import {fillGaps} from "./fill-gaps.ts";
import {bandOf} from "./intervals.ts";
import type {Fitted, Forecast, Model} from "./model.ts";
import {everyModel} from "./models/index.ts";
import type {Regular} from "./regular.ts";
import {scaleOf} from "./scale.ts";

/**
 * Forecasts a series, which may have grown since, with what was learnt from it, with 50 and 90 % intervals from the
 * errors of the backtest. Gaps are allowed. Throws for another step, and for a model that is not among `models`.
 */
export function forecastFrom(fitted: Fitted, series: Regular, models: readonly Model[] = everyModel): Forecast {
  if (series.step !== fitted.step) throw new Error(`fitted for a step of ${fitted.step} ms: ${series.step}`);
  const history = fillGaps(series);
  const forecasts = fitted.parts.map(({model: name, state}) => {
    const model = models.find((one) => one.name === name);
    if (!model) throw new Error(`no such model: ${name}`);
    return model.forecast(state, history, fitted.horizon);
  });
  const mean = blendForecasts(
    forecasts,
    fitted.parts.map(({weight}) => weight)
  );
  return {
    model: fitted.model,
    start: history.start + history.values.length * history.step,
    step: history.step,
    mean,
    ...bandOf(mean, scaleOf(history.values), fitted.radii),
    backtests: fitted.candidates.map(({backtest}) => backtest)
  };
}
