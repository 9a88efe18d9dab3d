import type {Lake} from "../lake.ts";
import type {SeriesCriteria} from "../outliers/criteria-file.ts";
import {type CriteriaVersion, criteriaVersions, levelMs, quarter, sampleMs} from "../outliers/criteria-versions.ts";
import type {Observed} from "../outliers/detector.ts";

/** A series, and when its first reading came, ms UTC. */
export interface SeriesId {
  source: string;
  series: string;
  begins: number;
}

/**
 * Versions of a series' criteria that held at an instant and later: kept ones, the seed of the settings, and those that
 * nobody has kept, derived from what the lake has of the quarters before. Reads nothing when all are kept.
 */
export async function seriesCriteria(
  lake: Lake,
  {source, series, begins}: SeriesId,
  {from, offset, kept}: {from: number; offset: Observed["offset"]; kept: SeriesCriteria[]}
): Promise<CriteriaVersion[]> {
  const own = kept.find((one) => one.source === source && one.series === series)?.versions ?? [];
  const seed = lake.settings.criteria?.[series];
  const missing = firstMissing(own, Math.max(from, begins), lake.now);
  const none = {times: new Float64Array(), values: new Float64Array(), offset};
  const history =
    missing === null ? none : {...(await sample(lake, {source, series}, quarter(missing, -1) - levelMs)), offset};
  return criteriaVersions(history, lake.now, {seed, kept: own, begins});
}

/** The first quarter from an instant on whose version is not kept; null when all are. */
function firstMissing(kept: CriteriaVersion[], from: number, now: number): number | null {
  for (let at = quarter(from); at <= now; at = quarter(at, 1))
    if (!kept.some(({validFrom}) => validFrom === at)) return at;
  return null;
}

/** Readings to derive criteria from. */
async function sample(lake: Lake, {source, series}: Pick<SeriesId, "source" | "series">, from: number) {
  const past = lake.rows("readings", {from, to: lake.now});
  const {time: times, value: values} = await lake.columns<"time" | "value">(
    lake.fragment`SELECT min(epoch_ms(time)) AS time, arg_min(value, time) AS value FROM ${past}
      WHERE source = ${source} AND series = ${series} AND quality = 'good'
      GROUP BY epoch_ms(time) // ${sampleMs} ORDER BY 1`
  );
  return {times, values};
}
