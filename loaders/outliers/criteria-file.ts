import type {CriteriaVersion} from "./criteria-versions.ts";

/** The versions of one series' criteria. */
export interface SeriesCriteria {
  source: string;
  series: string;
  versions: CriteriaVersion[];
}

/** Name of the file in the data folder that keeps versions, however old, so that what they judged can be explained. */
export const criteriaFileName = "criteria-versions.json";
const format = 1;

/** What is worth keeping: what was derived, and seeds that hold no more (the present one stands in the seed file). */
export const criteriaFile = (all: SeriesCriteria[]): string =>
  JSON.stringify({
    format,
    series: all.map(({source, series, versions}) => ({
      source,
      series,
      versions: versions.filter((version, i) => version.source === "history" || i < versions.length - 1)
    }))
  });

/**
 * @param file its path, for errors
 * @throws Error when it was written by another Weir, or is damaged
 */
export function parseCriteriaFile(text: string, file: string): SeriesCriteria[] {
  try {
    const kept = JSON.parse(text) as {format?: number; series: SeriesCriteria[]};
    if (kept.format === format) return kept.series;
    throw new Error(`unknown format: ${kept.format} (this Weir knows ${format}; install the one that wrote it)`);
  } catch (cause) {
    throw new Error(`cannot read the kept criteria: ${file}: ${(cause as Error).message}`, {cause});
  }
}
