import type {Forecast} from "../forecast/model.ts";

/** A forecast by the hour: means of each hour's minutes. */
export interface LoadForecast {
  model: string;
  rows: {time: number; mean: number; lo50: number; hi50: number; lo90: number; hi90: number}[];
  /** By model, best first. Errors and coverage as shares; null where there was nothing to judge by. */
  backtest: {
    model: string;
    mape: number | null;
    smape: number | null;
    mase: number | null;
    coverage50: number | null;
    coverage90: number | null;
    chosen: boolean;
  }[];
}

/** A forecast as rows. */
export const loadForecast = ({model, start, step, mean, backtests, ...band}: Forecast): LoadForecast => ({
  model,
  rows: Array.from(mean, (value, i) => ({
    time: start + i * step,
    mean: value,
    lo50: band.lo50[i]!,
    hi50: band.hi50[i]!,
    lo90: band.lo90[i]!,
    hi90: band.hi90[i]!
  })),
  backtest: backtests.map(({origins, mae, ...errors}) => ({...errors, chosen: errors.model === model}))
});
