import {standardDeviation} from "../math/standard-deviation.ts";
import {accuracy, seasonalScale} from "./accuracy.ts";
import {backtest} from "./backtest.ts";
import {blendTrials, blendWeights} from "./blend.ts";
import {errorByStep} from "./error-by-step.ts";
import {fillGaps} from "./fill-gaps.ts";
import {type Band, bandOf, conformalRadii, errorsOf, type RadiiOptions} from "./intervals.ts";
import type {Backtest, Candidate, Fitted, Model} from "./model.ts";
import {quickModels} from "./models/index.ts";
import {head, type Regular, seasonsOf} from "./regular.ts";
import {type Scale, scaled, scaleOf} from "./scale.ts";
import type {Trial} from "./trial.ts";

export interface FitOptions {
  /** Steps ahead that will be asked for. */
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
  /** What it consists of: one model, or all of the blend. */
  parts: {model: Model; weight: number}[];
  trials: Trial[];
  candidate: Candidate;
}

/** One model alone has to be better than the blend by more than this: less is chance, and a blend errs less wildly. */
const benefit = 0.9;

/**
 * Learns to forecast a regular series with what did best in a backtest on that series, a model or the weighted median of
 * all. Gaps are allowed. null when the history is shorter than two days.
 */
export async function fitForecast(
  series: Regular,
  {horizon, candidates = quickModels, origins = 12}: FitOptions,
  {clock = () => performance.now()} = {}
): Promise<Fitted | null> {
  const history = fillGaps(series);
  const {day} = seasonsOf(series.step);
  if (history.values.length < 2 * day) return null;
  const actual = series.values.subarray(series.values.length - history.values.length);
  const context = contextOf(history, horizon);
  const tried: Tried[] = [];
  const names = candidates.map(({name}) => name).join(", ") || "none was given";
  for (const model of candidates.filter(({suits}) => suits?.(history) ?? true)) {
    const began = clock();
    const trials = await backtest(model, history, {horizon, origins}, actual);
    const candidate = judge(model.name, trials, context);
    candidate.seconds = (clock() - began) / 1000;
    candidate.backend = (await model.backend?.()) ?? null;
    tried.push({parts: [{model, weight: 1}], trials, candidate});
  }
  if (tried.length === 0) throw new Error(`no model suits a history of ${history.values.length} values: ${names}`);
  const alone = tried.slice();
  const together = tried.length > 1 ? blendOf(tried, context) : null;
  const judged = (one: Tried) => one.candidate.backtest.mae * (one === together ? benefit : 1);
  if (together) tried.push(together);
  tried.sort((a, b) => compareErrors(judged(a), judged(b)));
  const best = tried[0]!;
  const parts: Fitted["parts"] = [];
  for (const {model, weight} of best.parts) {
    const began = clock();
    parts.push({model: model.name, weight, state: await model.fit(history, horizon)});
    const own = alone.find((one) => one.parts[0]!.model === model)!;
    own.candidate.seconds += (clock() - began) / 1000;
  }
  if (together) together.candidate.seconds = alone.reduce((sum, {candidate}) => sum + candidate.seconds, 0);
  return {
    model: best.candidate.backtest.model,
    parts,
    step: history.step,
    horizon,
    through: history.start + history.values.length * history.step,
    newest: newestOf(best.trials, history),
    radii: conformalRadii(errorsOn(best.trials, context), context),
    candidates: tried.map(({candidate}) => candidate)
  };
}

function blendOf(tried: Tried[], context: Context): Tried {
  const weights = blendWeights(tried.map(({candidate}) => candidate.backtest.mae));
  const trials = blendTrials(
    tried.map((one) => one.trials),
    weights
  );
  const parts = tried.flatMap((one, i) => one.parts.map(({model}) => ({model, weight: weights[i]!})));
  return {parts, trials, candidate: judge("blend", trials, context)};
}

function newestOf(trials: Trial[], {start, step}: Regular): Fitted["newest"] {
  const last = trials.at(-1);
  return last ? {start: start + last.origin * step, actual: last.actual.slice()} : null;
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

function judge(model: string, trials: Trial[], context: Context): Candidate {
  const {horizon, naiveError, scale} = context;
  const errors = errorsOn(trials, context);
  const bands = trials.map(({forecast}, i) => {
    const others = errors.filter((_, j) => j !== i);
    return bandOf(forecast, scale, conformalRadii(others, context));
  });
  const result: Backtest = {
    model,
    origins: trials.length,
    ...accuracy(trials, naiveError),
    coverage50: coverage(trials, bands, "50"),
    coverage90: coverage(trials, bands, "90")
  };
  return {
    backtest: result,
    errorByStep: errorByStep(trials, horizon),
    newest: trials.at(-1)?.forecast.slice() ?? new Float64Array(0),
    seconds: 0,
    backend: null
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
