import {type SpanName, spans} from "../fitted/span.ts";
import {type Regular, regular, tail} from "../forecast/regular.ts";
import {rowAt} from "../outliers/row-at.ts";
import {usualInterval} from "../outliers/usual-interval.ts";
import {hourly} from "./hourly.ts";
import type {PlantSeries} from "./observe-plant.ts";

/** Id under which what was learnt from a series of the plant is kept. */
export const forecastId = ({source, series}: PlantSeries): string => `${source}:${series}`;

/** What the forecast of a span is learnt from and goes on from; null for minutes where readings come less often. */
export function forecastHistory(series: PlantSeries, span: SpanName): Regular | null {
  const {step, history} = spans[span];
  if (span === "days") return tail(hourly(series.tenMinutes), history / step);
  if (span === "hours") return tail(series.tenMinutes, history / step);
  return usualInterval(series.times) > step ? null : minutes(series, history);
}

/** Plausible readings of the last minutes. */
function minutes({times, values, min, max}: PlantSeries, history: number): Regular {
  const {step} = spans.minutes;
  const from = rowAt(times, (times.at(-1) ?? 0) - history);
  const plausible = values.subarray(from).map((value) => {
    const possible = (min === null || value >= min) && (max === null || value <= max);
    return possible ? value : Number.NaN;
  });
  return regular(times.subarray(from), plausible, step);
}
