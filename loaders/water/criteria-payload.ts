import type {Period} from "../outliers/detector.ts";
import {round} from "../round.ts";
import type {PlantSeries} from "./observe-plant.ts";
import type {VersionPayload} from "./outliers-payload.ts";

/** The versions of a series' criteria that held in a period, the newest first; one row that says so when there are none. */
export function criteriaPayload({series, label, unit, criteria}: PlantSeries, {from, to}: Period): VersionPayload[] {
  const about = {series, label, unit};
  const held = criteria.filter(
    ({validFrom, validTo}, i) => validFrom < to && (validTo > from || i === criteria.length - 1)
  );
  if (held.length === 0) return [{...about, source: null, validFrom: null, validTo: null, usual: null, moves: false}];
  return held.toReversed().map(({source, validFrom, validTo, level, criteria}) => {
    const medians = criteria.flatMap((hour) => hour?.median ?? []);
    const usual: [number, number] = [round(Math.min(...medians))!, round(Math.max(...medians))!];
    return {...about, source, validFrom, validTo, usual, moves: level !== null};
  });
}
