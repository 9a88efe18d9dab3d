import {quantityOf, sensorOf} from "./alert.ts";
import type {ForecastTable} from "./forecast-table.ts";
import {dateOf, figure, type LocalTime, row, timeOf} from "./rows.ts";
import type {SeriesWatch} from "./series-watch.ts";

export interface ReportOptions extends LocalTime {
  /** End of the ten minutes, ms UTC. */
  end: number;
  forecasts: Pick<ForecastTable, "at" | "madeAt">;
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
 *     report  231102  0200  1  231102  0100
 *     001  231102  0150  8.02  4.11  0  0
 *     001  231102  231102  02  8.02  4.11
 *     end
 *
 * After the local date and time of its end, the number of sensors, and the date and time at which forecasts were made come,
 * for each sensor, ten one-minute rows (sensor, date, time, flow, pressure, stage of flow, stage of pressure) and seven
 * rows of forecasts (sensor, first and last date, hour, flow, pressure): that hour today and on the six days to come.
 * Forecasts, and when they were made, are 0 in all reports but that on the hour. `-` stands for what there is none of: a
 * reading that has not come, a quantity that a sensor does not measure, a forecast without a model.
 */
export function reportText(series: SeriesWatch[], {end, offset, forecasts}: ReportOptions): string {
  const sensors = sensorsOf(series);
  const onTheHour = end % hourMs === 0;
  const {madeAt} = forecasts;
  const made = !onTheHour ? [0, 0] : madeAt === null ? ["-", "-"] : [dateOf(madeAt, offset), timeOf(madeAt, offset)];
  const lines = [row("report", dateOf(end, offset), timeOf(end, offset), sensors.length, ...made)];
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
        !onTheHour ? 0 : one ? forecasts.at(one.facts.source, one.facts.series, at) : null
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
