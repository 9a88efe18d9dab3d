import {seriesSettings} from "../../data/settings.ts";
import {regular} from "../forecast/regular.ts";
import type {Lake, PayloadMeta} from "../lake.ts";
import {startOfHour} from "../local-calendar.ts";
import {payloadMeta} from "../payload-meta.ts";
import {roundAll} from "../round.ts";
import {plantSources, seriesIds} from "../water/observe-plant.ts";

/** What came after the forecasts of earlier snapshots. Times are UTC ms. */
export interface ActualsPayload {
  meta: PayloadMeta;
  series: Actuals[];
}

/** Means of whole hours: row i is the one that begins at start + i * step; null is a gap. */
export interface Actuals {
  id: string;
  label: string;
  unit: string;
  start: number;
  step: number;
  values: (number | null)[];
}

const hour = 3_600_000;
/** Figures of a snapshot are kept for five weeks, and a forecast speaks of a week. */
const hours = 42 * 24;

/** The last six weeks, by the hour, of every series that is forecast. */
export async function actualsPayload(lake: Lake): Promise<ActualsPayload> {
  const to = startOfHour(lake.now);
  const from = to - hours * hour;
  const sensors = await seriesIds(lake, plantSources(lake), from);
  const ids = [...sensors.map(({series}) => series), ...(lake.settings.scaling ? [lake.settings.scaling.series] : [])];
  const rows = ids.length ? await hourlyMeans(lake, ids, {from, to}) : [];
  return {
    meta: await payloadMeta(lake),
    series: ids.flatMap((id) => {
      const own = rows.filter(({series}) => series === id);
      if (own.length === 0) return [];
      const {start, step, values} = regular(
        own.map(({time}) => time),
        own.map(({value}) => value),
        hour
      );
      const {label, unit} = seriesSettings(lake.settings, id);
      return [{id, label, unit, start, step, values: roundAll(values)}];
    })
  };
}

const hourlyMeans = (lake: Lake, ids: string[], range: {from: number; to: number}) =>
  lake.sql<{series: string; time: number; value: number}>`
    SELECT series, date_trunc('hour', time) AS time, avg(value) AS value
    FROM ${lake.rows("readings", range)}
    WHERE list_contains(${ids}, series) AND quality = 'good' GROUP BY 1, 2 ORDER BY 1, 2`;
