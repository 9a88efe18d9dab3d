import {quantityOf, sensorOf} from "./alert.ts";
import type {ForecastTable} from "./forecast-table.ts";
import type {SeriesWatch} from "./series-watch.ts";

export interface ReportOptions {
  /** End of the ten minutes, ms UTC. */
  end: number;
  /** How far local clocks are ahead of UTC, ms. */
  offset: (time: number) => number;
  forecasts: Pick<ForecastTable, "at">;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const rows = 10;
const days = 7;
const quantities = ["flow", "pressure"];

/**
 * The report of ten minutes, the same number of lines for each sensor every time:
 *
 *     report  231102  0200  1
 *     001  231102  0150  8.02  4.11  0  0
 *     001  231102  231102  02  8.02  4.11
 *     end
 *
 * After the local date and time of its end and the number of sensors come, for each sensor, ten one-minute rows (sensor,
 * date, time, flow, pressure, stage of flow, stage of pressure) and seven rows of forecasts (sensor, first and last date,
 * hour, flow, pressure): that hour today and on the six days to come. Forecasts are 0 in all reports but that on the hour.
 * `-` stands for what there is none of: a reading that has not come, a quantity that a sensor does not measure, a forecast
 * without a model.
 */
export function reportText(series: SeriesWatch[], {end, offset, forecasts}: ReportOptions): string {
  const sensors = sensorsOf(series);
  const lines = [row("report", dateOf(end, offset), timeOf(end, offset), sensors.length)];
  for (const {id, measures} of sensors) {
    for (let at = end - rows * minuteMs; at < end; at += minuteMs) {
      const minutes = measures.map((one) => one?.minutes.at(at));
      const values = minutes.map((minute) => figure(minute?.value));
      const stages = minutes.map((minute) => minute?.stage ?? "-");
      lines.push(row(id, dateOf(at, offset), timeOf(at, offset), ...values, ...stages));
    }
    for (let day = 0; day < days; day++) {
      const at = end + day * dayMs;
      const date = dateOf(at, offset);
      const means = measures.map((one) =>
        end % hourMs !== 0 ? 0 : one ? forecasts.at(one.facts.source, one.facts.series, at) : null
      );
      lines.push(row(id, date, date, timeOf(at, offset).slice(0, 2), ...means.map(figure)));
    }
  }
  return [...lines, "end", ""].join("\n");
}

/** Every sensor with its series of flow and pressure. */
function sensorsOf(series: SeriesWatch[]): {id: string; measures: (SeriesWatch | undefined)[]}[] {
  const ids = new Map<string, SeriesWatch[]>();
  for (const one of series) {
    if (!quantities.includes(quantityOf(one.facts.series))) continue;
    const key = JSON.stringify([sensorOf(one.facts.series), one.facts.source]);
    ids.set(key, [...(ids.get(key) ?? []), one]);
  }
  return [...ids.values()]
    .map((own) => ({
      id: sensorOf(own[0]!.facts.series),
      measures: quantities.map((quantity) => own.find(({facts}) => quantityOf(facts.series) === quantity))
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const row = (...cells: (string | number)[]): string => cells.join("  ");
const figure = (value: number | null | undefined): string =>
  value === null || value === undefined || !Number.isFinite(value) ? "-" : value.toFixed(2);
const local = (time: number, offset: ReportOptions["offset"]): string => new Date(time + offset(time)).toISOString();
const dateOf = (time: number, offset: ReportOptions["offset"]): string =>
  local(time, offset).slice(2, 10).replaceAll("-", "");
const timeOf = (time: number, offset: ReportOptions["offset"]): string =>
  local(time, offset).slice(11, 16).replace(":", "");
