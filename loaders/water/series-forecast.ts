import {createHash} from "node:crypto";
import type {FittedModels, SeriesForecast} from "../fitted/fitted-models.ts";
import type {SpanName} from "../fitted/span.ts";
import type {Regular} from "../forecast/regular.ts";
import {forecastHistory, forecastId} from "./forecast-history.ts";
import {readHourlyForecasts} from "./hourly-forecasts.ts";
import type {PlantSeries} from "./observe-plant.ts";

const known = new WeakMap<PlantSeries, Map<SpanName, Promise<SeriesForecast | null>>>();

/** The forecast of a series over a span, made once however often it is asked for; null where there can be none. */
export function seriesForecast(
  series: PlantSeries,
  span: SpanName,
  models: FittedModels
): Promise<SeriesForecast | null> {
  const own = known.get(series) ?? new Map<SpanName, Promise<SeriesForecast | null>>();
  known.set(series, own);
  const forecast = own.get(span) ?? make(series, span, models);
  own.set(span, forecast);
  return forecast;
}

/**
 * Where the hour's forecasts were made of the same history by the same model, there is nothing to compute. That changes no
 * result, so that what is kept is no input that a build would have to note.
 */
async function make(series: PlantSeries, span: SpanName, models: FittedModels): Promise<SeriesForecast | null> {
  const history = forecastHistory(series, span);
  if (!history) return null;
  const kept = span === "days" && keptForecast(series, forecastKey(series, span, history, models), models);
  return kept || models.forecast(forecastId(series), span, history);
}

function keptForecast(series: PlantSeries, key: string | null, models: FittedModels): SeriesForecast | null {
  const fitted = key && models.read(forecastId(series), "days");
  const kept = fitted && readHourlyForecasts(models.data)?.forecasts.find((one) => one.key === key);
  return kept ? {forecast: kept.forecast, fitted: fitted!, trained: true} : null;
}

/** What a forecast is made from and by, as a hash; null where nothing was learnt that stands between two builds. */
export function forecastKey(
  series: PlantSeries,
  span: SpanName,
  {start, step, values}: Regular,
  models: FittedModels
): string | null {
  const model = models.identity(forecastId(series), span);
  if (model === null) return null;
  const hash = createHash("sha256").update(JSON.stringify([series.source, series.series, span, model, start, step]));
  return hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).digest("hex");
}
