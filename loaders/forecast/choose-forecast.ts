import {standardDeviation} from "../math/standard-deviation.ts";
import {accuracy, seasonalScale} from "./accuracy.ts";
import {backtest, type Trial} from "./backtest.ts";
import {blend, blendTrials, blendWeights} from "./blend.ts";
import {fillGaps} from "./fill-gaps.ts";
import {type Band, bandOf, conformalRadii, errorsOf, type RadiiOptions} from "./intervals.ts";
import type {Backtest, Forecast, Model} from "./model.ts";
import {quickModels} from "./models/index.ts";
import {head, type Regular, seasonsOf} from "./regular.ts";
import {type Scale, scaled, scaleOf} from "./scale.ts";

export interface ChooseOptions {
  horizon: number;
  /** Models to try; those that do not suit the history are left out. */
  candidates?: readonly Model[];
  origins?: number;
}

interface Context extends RadiiOptions {
  scale: Scale;
  naiveError: number;
}

interface Tried {
  model: Model;
  trials: Trial[];
  result: Backtest;
}

/** One model alone has to be better than the blend by more than this: less is chance, and a blend errs less wildly. */
const benefit = 0.95;

/**
 * Forecasts a regular series with what did best in a backtest on that series, a model or the blend of all, with 50 and
 * 90 % intervals from its errors there. Gaps are allowed. null when the history is shorter than two days.
 */
export async function chooseForecast(
  series: Regular,
  {horizon, candidates = quickModels, origins = 12}: ChooseOptions
): Promise<Forecast | null> {
  const history = fillGaps(series);
  const {day} = seasonsOf(series.step);
  if (history.values.length < 2 * day) return null;
  const actual = series.values.subarray(series.values.length - history.values.length);
  const context = contextOf(history, horizon);
  const tried: Tried[] = [];
  for (const model of candidates.filter(({suits}) => suits?.(history) ?? true)) {
    const trials = await backtest(model, history, {horizon, origins}, actual);
    tried.push({model, trials, result: judge(model.name, trials, context)});
  }
  const together = tried.length > 1 ? tryBlend(tried, context) : null;
  const judged = (one: Tried) => one.result.mae * (one === together ? benefit : 1);
  if (together) tried.push(together);
  tried.sort((a, b) => compareErrors(judged(a), judged(b)));
  const [best] = tried;
  if (!best) throw new Error("no model to choose from: candidates is empty");
  const mean = best.model.forecast(await best.model.fit(history, horizon), history, horizon);
  return {
    model: best.model.name,
    start: history.start + history.values.length * history.step,
    step: history.step,
    mean,
    ...bandOf(mean, context.scale, conformalRadii(errorsOn(best.trials, context), context)),
    backtests: tried.map(({result}) => result)
  };
}

function tryBlend(tried: Tried[], context: Context): Tried {
  const weights = blendWeights(tried.map(({result}) => result.mae));
  const trials = blendTrials(
    tried.map((one) => one.trials),
    weights
  );
  const model = blend(
    tried.map((one) => one.model),
    weights
  );
  return {model: model as Model, trials, result: judge(model.name, trials, context)};
}

function contextOf(history: Regular, horizon: number): Context {
  const {day} = seasonsOf(history.step);
  const scale = scaleOf(history.values);
  const spread = standardDeviation(scaled(scale, history.values));
  const past = head(history, Math.max(2 * day, history.values.length - horizon));
  return {horizon, day, scale, spread, naiveError: seasonalScale(past.values, day)};
}

const errorsOn = (trials: Trial[], {scale}: Context) => trials.map((trial) => errorsOf(trial, scale));

/** NaN errors (nothing to judge by) keep the order of the candidates. */
const compareErrors = (a: number, b: number): number => (Number.isNaN(a) || Number.isNaN(b) ? 0 : a - b);

function judge(model: string, trials: Trial[], context: Context): Backtest {
  const errors = errorsOn(trials, context);
  const bands = trials.map(({forecast}, i) => {
    const others = errors.filter((_, j) => j !== i);
    return bandOf(forecast, context.scale, conformalRadii(others, context));
  });
  return {
    model,
    origins: trials.length,
    ...accuracy(trials, context.naiveError),
    coverage50: coverage(trials, bands, "50"),
    coverage90: coverage(trials, bands, "90")
  };
}

function coverage(trials: Trial[], bands: Band[], level: "50" | "90"): number {
  let inside = 0;
  let all = 0;
  trials.forEach(({actual}, i) => {
    const {[`lo${level}` as const]: low, [`hi${level}` as const]: high} = bands[i]!;
    actual.forEach((value, h) => {
      if (!Number.isFinite(value)) return;
      all++;
      if (value >= low[h]! && value <= high[h]!) inside++;
    });
  });
  return all ? inside / all : Number.NaN;
}
