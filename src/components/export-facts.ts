import type {DownloadOptions} from "./download-options.js";
import {pageName} from "./file-name.js";
import type {Meta} from "./meta.js";
import {snapshotId} from "./snapshot-id.js";
import {typedColumns} from "./typed-columns.js";
import {urlFilters} from "./url-filters.js";

/** What a file says of itself; times in ISO 8601, UTC. */
export interface ExportFacts {
  title: string;
  about: string;
  page: string;
  /** First and last instant of its rows, or what is known of the page's. */
  period: string;
  filters: string;
  snapshot: string;
  built: string;
  observedThrough: string;
  source: string;
}

/** Gathers them, from the page as it stands now. */
export async function exportFacts<Row>(options: DownloadOptions<Row>, meta: Meta | undefined): Promise<ExportFacts> {
  const iso = (time: number | null | undefined) => (time == null ? "unknown" : new Date(time).toISOString());
  return {
    title: options.title ?? options.name ?? document.title,
    about: options.about ?? "",
    page: pageName(),
    period: period(options) ?? `to ${iso(meta?.observedThrough)}`,
    filters: urlFilters(location.search),
    snapshot: await snapshotId(),
    built: iso(meta?.builtAt),
    observedThrough: iso(meta?.observedThrough),
    source: meta?.sources.map(({id, simulated}) => (simulated ? `${id} (simulated)` : id)).join(", ") || "unknown"
  };
}

function period<Row>({columns, rows}: DownloadOptions<Row>): string | null {
  const times = typedColumns(columns, rows()).flatMap(({type, values}) =>
    type === "time" ? values.filter((value) => typeof value === "number") : []
  );
  if (!times.length) return null;
  const [first, last] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY
  ] as [number, number]);
  return `${new Date(first).toISOString()} to ${new Date(last).toISOString()}`;
}
