import {sensorOf} from "./alert.ts";
import {dateOf, figure, type LocalTime, row, timeOf} from "./rows.ts";
import type {SeriesWatch} from "./series-watch.ts";

export interface NightOptions extends LocalTime {
  /** End of the ten minutes, ms UTC. */
  end: number;
  now: number;
}

const tenMinuteMs = 600_000;

/**
 * What flows at night, in the layout of the report; null by day, and without a sensor of flow:
 *
 *     night  231102  0200  1
 *     001  231102  0150  7.92  7.80  7.55  0
 *     end
 *
 * After the local date and time at which the ten minutes end and the number of sensors comes a row for each: sensor, date
 * and time at which they began, their mean flow, the lowest hour since 22:00, the reference of the night before, and the
 * stage of the nights that have been judged. `-` stands for what there is none of.
 */
export function nightText(series: Iterable<SeriesWatch>, {end, now, offset}: NightOptions): string | null {
  const begin = end - tenMinuteMs;
  const rows = [...series].flatMap((one) => {
    const night = one.night(end);
    if (!night) return [];
    const {mean, lowest, reference} = night;
    const stage = one.findings(now).get("night")?.stage ?? 0;
    const figures = [mean, lowest, reference].map(figure);
    return row(sensorOf(one.facts.series), dateOf(begin, offset), timeOf(begin, offset), ...figures, stage);
  });
  if (!rows.length) return null;
  return [row("night", dateOf(end, offset), timeOf(end, offset), rows.length), ...rows.sort(), "end", ""].join("\n");
}
