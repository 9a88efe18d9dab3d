import type {FittedModels, SeriesForecast} from "../fitted/fitted-models.ts";
import type {SpanName} from "../fitted/span.ts";
import {forecastHistory, forecastId} from "./forecast-history.ts";
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

async function make(series: PlantSeries, span: SpanName, models: FittedModels): Promise<SeriesForecast | null> {
  const history = forecastHistory(series, span);
  return history && models.forecast(forecastId(series), span, history);
}
