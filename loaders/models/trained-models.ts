import type {FittedRecord} from "../fitted/fitted-file.ts";
import {FittedModels} from "../fitted/fitted-models.ts";
import {spanNames} from "../fitted/span.ts";
import {everyModel} from "../forecast/models/index.ts";
import type {Lake} from "../lake.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import type {CandidatePayload, ModelForecasts, ModelsPayload, TrainedForecast} from "./models-payload.ts";
import {modelsSentence} from "./models-sentence.ts";

/** How well each model of `weir train` did on each series. */
export const trainedForecasts = (lake: Lake): ModelForecasts => rounded(forecastsOf(new FittedModels(lake.data).all()));

/** What `weir train` has learnt, in sum. */
export async function trainedModels(lake: Lake): Promise<ModelsPayload> {
  const records = new FittedModels(lake.data).all();
  const forecasts = forecastsOf(records);
  const sources = new Set(records.flatMap(({series}) => series.sources));
  return rounded({
    meta: await payloadMeta(lake, [...sources]),
    sentence: modelsSentence(forecasts),
    trainedAt: records.length ? Math.min(...records.map(({at}) => at)) : null,
    seconds: forecasts.reduce((sum, {candidates}) => sum + secondsOf(candidates), 0),
    models: modelsOf(forecasts)
  });
}

const forecastsOf = (records: readonly FittedRecord[]): TrainedForecast[] =>
  records.map(trainedForecast).sort(byLabelAndSpan);

function trainedForecast({series: {id, label, unit, span}, fitted}: FittedRecord): TrainedForecast {
  return {
    id,
    label,
    unit,
    span,
    step: fitted.step,
    model: fitted.model,
    newest: fitted.newest && {start: fitted.newest.start, actual: Array.from(fitted.newest.actual)},
    candidates: fitted.candidates.map(({backtest, errorByStep, newest, seconds, backend}) => ({
      ...backtest,
      errorByStep: Array.from(errorByStep),
      said: Array.from(newest),
      seconds,
      backend
    }))
  };
}

const byLabelAndSpan = (a: TrainedForecast, b: TrainedForecast): number =>
  a.label.localeCompare(b.label) || spanNames.indexOf(a.span) - spanNames.indexOf(b.span);

/** The blend takes what its models take. */
const secondsOf = (candidates: readonly CandidatePayload[]): number =>
  candidates.reduce((sum, {model, seconds}) => sum + (model === "blend" ? 0 : seconds), 0);

function modelsOf(forecasts: readonly TrainedForecast[]): ModelsPayload["models"] {
  const about = new Map([
    ...everyModel.map((one) => [one.name, one.about] as const),
    ["blend", "weighted median of all"]
  ]);
  const names = new Set(forecasts.flatMap(({candidates}) => candidates.map(({model}) => model)));
  const summed = Array.from(names, (name) => {
    const own = forecasts.flatMap(({candidates}) => candidates.filter(({model}) => model === name));
    return {
      name,
      about: about.get(name) ?? "",
      chosen: forecasts.filter(({model}) => model === name).length,
      seconds: own.reduce((sum, {seconds}) => sum + seconds, 0),
      backend: own.find(({backend}) => backend !== null)?.backend ?? null
    };
  });
  return summed.sort((a, b) => b.chosen - a.chosen || a.name.localeCompare(b.name));
}
