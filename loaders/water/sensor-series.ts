import type {FittedModels} from "../fitted/fitted-models.ts";
import type {SpanName} from "../fitted/span.ts";
import {type Regular, tail} from "../forecast/regular.ts";
import {mean} from "../math/mean.ts";
import type {Finding} from "../outliers/finding.ts";
import {expectedBand} from "../outliers/prediction.ts";
import {rowAt} from "../outliers/row-at.ts";
import {usualInterval} from "../outliers/usual-interval.ts";
import {quantity} from "../outliers/words.ts";
import {round, roundAll} from "../round.ts";
import {present} from "./detect.ts";
import {forecastHistory} from "./forecast-history.ts";
import {backtestPayloads, forecastPayload} from "./forecast-payload.ts";
import type {Plant, PlantSeries} from "./observe-plant.ts";
import type {Columns, SensorSeriesPayload} from "./sensors-payload.ts";
import {seriesForecast} from "./series-forecast.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** One series of a sensor for the page: state, last two days against what was expected, forecasts. */
export async function sensorSeries(
  series: PlantSeries,
  {period}: Plant,
  findings: readonly Finding[],
  models: FittedModels
): Promise<SensorSeriesPayload> {
  const {quantity: name, label, unit, times, values} = series;
  const byMinute = forecastHistory(series, "minutes");
  const forecast = (span: SpanName) => seriesForecast(series, span, models);
  const [minutes, hours, days] = [await forecast("minutes"), await forecast("hours"), await forecast("days")];
  const value = values.at(-1)!;
  const [worst] = present(findings, period.to);
  return {
    id: series.series,
    quantity: name,
    label,
    unit,
    latest: {
      time: times.at(-1)!,
      value,
      stage: worst?.stage ?? 0,
      reason: worst?.reason ?? `${quantity(value, unit)} is within what is usual.`
    },
    today: today(series, period.to),
    completeness: completeness(series, period),
    recent: recent(series, period),
    nextHour: minutes && {...forecastPayload(minutes.forecast), past: past(byMinute!)},
    nextHours: hours && forecastPayload(hours.forecast),
    forecast: days && forecastPayload(days.forecast),
    backtests: days ? backtestPayloads(days.forecast.backtests, days.forecast.model) : []
  };
}

/** The last three hours by the minute. */
function past(byMinute: Regular): Columns<"actual"> {
  const {start, step, values} = tail(byMinute, 180);
  return {start, step, actual: roundAll(values)};
}

/** Share of the readings due in a period that came. */
function completeness({times}: PlantSeries, {from, to}: Plant["period"]): number {
  const due = Math.floor((to - Math.max(from, times[0]!)) / usualInterval(times));
  return due > 0 ? Math.min(1, round((times.length - rowAt(times, from)) / due)!) : 1;
}

/** Rows [from, to) of a regular series, NaN where it has none. */
function slice({start, step, values}: Regular, from: number, to: number): Float64Array {
  const first = Math.round((from - start) / step);
  return Float64Array.from({length: Math.round((to - from) / step)}, (_, i) => values[first + i] ?? Number.NaN);
}

function recent(series: PlantSeries, {from, to}: Plant["period"]): SensorSeriesPayload["recent"] {
  const {tenMinutes, expected} = series;
  const {step} = tenMinutes;
  const end = Math.floor(to / step) * step;
  const start = end - 2 * dayMs;
  const column = (values: Float64Array) => roundAll(slice({...expected, values}, start, end));
  const band = expectedBand(series, from);
  return {
    start,
    step,
    actual: roundAll(slice(tenMinutes, start, end)),
    expected: column(expected.values),
    lo90: column(band.lo90),
    hi90: column(band.hi90)
  };
}

/** Today so far against the same hours of the last four such weekdays. */
function today({tenMinutes, offset}: PlantSeries, now: number): SensorSeriesPayload["today"] {
  const midnight = Math.floor((now + offset(now)) / dayMs) * dayMs - offset(now);
  const [mine, ...others] = [0, 1, 2, 3, 4].map((weeks) => {
    const shift = 7 * dayMs * weeks;
    return mean(slice(tenMinutes, midnight - shift, now - shift));
  });
  const [so, typical] = [round(mine!), round(mean(others))];
  return so === null || !typical ? null : {mean: so, typical, change: round(so / typical - 1)!};
}
