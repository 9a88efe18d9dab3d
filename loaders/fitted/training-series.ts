import {seriesSettings} from "../../data/settings.ts";
import type {Lake} from "../lake.ts";
import {loadHistory} from "../scaling/load-history.ts";
import {seriesSources} from "../scaling/series-sources.ts";
import {forecastHistory, forecastId} from "../water/forecast-history.ts";
import {observePlant} from "../water/observe-plant.ts";
import {loadId} from "./load-id.ts";
import {spanNames} from "./span.ts";
import type {TrainingSeries} from "./training-input.ts";

/** Every series that the site forecasts: those of the plant over each span, and the load by the hour. */
export async function trainingSeries(lake: Lake): Promise<TrainingSeries[]> {
  const all: TrainingSeries[] = [];
  const plant = await observePlant(lake);
  for (const span of spanNames)
    for (const series of plant.series) {
      const history = forecastHistory(series, span);
      const {label, unit, source} = series;
      if (history) all.push({id: forecastId(series), label, unit, sources: [source], span, history});
    }
  const load = lake.settings.scaling?.series;
  if (load === undefined) return all;
  const {label, unit} = seriesSettings(lake.settings, load);
  const sources = await seriesSources(lake, load);
  if (sources.length === 0) return all;
  const {hours} = await loadHistory(lake, load);
  return [...all, {id: loadId(load), label, unit, sources, span: "days", history: hours}];
}
