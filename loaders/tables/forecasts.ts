import {FittedModels} from "../fitted/fitted-models.ts";
import {loadId} from "../fitted/load-id.ts";
import {type SpanName, spanNames} from "../fitted/span.ts";
import type {Forecast} from "../forecast/model.ts";
import type {Lake} from "../lake.ts";
import {rounded} from "../rounded.ts";
import {loadHistory} from "../scaling/load-history.ts";
import {observePlant} from "../water/observe-plant.ts";
import {seriesForecast} from "../water/series-forecast.ts";
import type {TableColumn} from "./published-table.ts";
import {rowsQuery} from "./rows-query.ts";
import type {TableSource} from "./table-source.ts";

const columns: TableColumn[] = [
  {name: "series", type: "string", about: "thing and quantity, as in 001/flow"},
  {name: "time", type: "timestamp", about: "beginning of the step"},
  {name: "model", type: "string", about: "the model that forecast it"},
  {name: "mean", type: "double", about: "what is expected, in the unit of the series"},
  {name: "lo50", type: "double", about: "half of all values lie between this and hi50"},
  {name: "hi50", type: "double"},
  {name: "lo90", type: "double", about: "nine in ten values lie between this and hi90"},
  {name: "hi90", type: "double"},
  {
    name: "span",
    type: "string",
    about: "minutes: the next hour; hours: six hours by ten minutes; days: seven by the hour"
  }
];

export const forecasts: TableSource = {
  name: "forecasts",
  about: "what the chosen models expect of the coming hour, six hours and seven days",
  time: "time",
  columns,
  parts: async (lake) => [{name: "forecasts", query: rowsQuery(columns, rounded(await allForecasts(lake)))}]
};

async function allForecasts(lake: Lake): Promise<object[]> {
  const models = new FittedModels(lake.data);
  const rows: object[] = [];
  for (const series of (await observePlant(lake)).series)
    for (const span of spanNames) {
      const found = await seriesForecast(series, span, models);
      if (found) rows.push(...forecastRows(series.series, span, found.forecast));
    }
  const load = lake.settings.scaling?.series;
  const found =
    load === undefined ? null : await models.forecast(loadId(load), "days", (await loadHistory(lake, load)).hours);
  return found ? [...rows, ...forecastRows(load!, "days", found.forecast)] : rows;
}

const forecastRows = (series: string, span: SpanName, {model, start, step, mean, ...bounds}: Forecast): object[] =>
  Array.from(mean, (value, i) => ({
    series,
    time: start + i * step,
    model,
    mean: value,
    lo50: bounds.lo50[i],
    hi50: bounds.hi50[i],
    lo90: bounds.lo90[i],
    hi90: bounds.hi90[i],
    span
  }));
