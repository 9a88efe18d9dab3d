import type {Backtest, Forecast} from "../forecast/model.ts";
import {round, roundAll} from "../round.ts";
import type {BacktestPayload, ForecastPayload} from "./sensors-payload.ts";

/** A forecast as columns for a page. */
export const forecastPayload = ({model, start, step, mean, lo50, hi50, lo90, hi90}: Forecast): ForecastPayload => ({
  model,
  start,
  step,
  mean: roundAll(mean),
  lo50: roundAll(lo50),
  hi50: roundAll(hi50),
  lo90: roundAll(lo90),
  hi90: roundAll(hi90)
});

/** What the candidates achieved, the chosen one marked. */
export const backtestPayloads = (backtests: Backtest[], chosen: string): BacktestPayload[] =>
  backtests.map(({model, mape, smape, mase, coverage50, coverage90}) => ({
    model,
    mape: round(mape),
    smape: round(smape),
    mase: round(mase),
    coverage50: round(coverage50),
    coverage90: round(coverage90),
    chosen: model === chosen
  }));
