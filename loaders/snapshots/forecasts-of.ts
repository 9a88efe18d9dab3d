import type {FigureForecast} from "../../src/components/snapshot-figures.ts";
import type {CapacityPayload} from "../scaling/capacity-payload.ts";
import type {SensorsPayload} from "../water/sensors-payload.ts";

const hour = 3_600_000;

/** The coming week of every sensor's series and of the servers' load, by the hour. */
export function forecastsOf({
  sensors,
  capacity
}: {
  sensors?: SensorsPayload;
  capacity?: CapacityPayload;
}): FigureForecast[] {
  const series = (sensors?.sensors ?? []).flatMap((sensor) => sensor.series);
  return [
    ...series.flatMap(({id, label, unit, forecast}) => {
      if (!forecast) return [];
      const {model, start, step, mean, lo90, hi90} = forecast;
      return [{series: id, label, unit, model, start, step, mean, lo90, hi90}];
    }),
    ...(capacity ? loadForecast(capacity) : [])
  ];
}

function loadForecast({series, forecast}: CapacityPayload): FigureForecast[] {
  const rows = forecast?.rows ?? [];
  const first = rows[0];
  if (!series || !forecast || !first) return [];
  return [
    {
      series: series.id,
      label: series.label,
      unit: series.unit,
      model: forecast.model,
      start: first.time,
      step: (rows[1]?.time ?? first.time + hour) - first.time,
      mean: rows.map(({mean}) => mean),
      lo90: rows.map(({lo90}) => lo90),
      hi90: rows.map(({hi90}) => hi90)
    }
  ];
}
