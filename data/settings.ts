/** What the build may know of the settings, and how a series finds its own. Imports nothing; everyone may import it. */

/** What the build may know of weir.config.ts; the collector writes it into the catalog, loaders read it there. */
export interface Settings {
  title: string;
  /** IANA zone in which days, nights and hours of the day are meant. */
  timeZone: string;
  /** How often a new site is published, ms. */
  publishEveryMs: number;
  sources: Record<string, SourceSettings>;
  /** First match wins; `*` stands for any run of characters. */
  series: SeriesSettings[];
  scaling: ScalingSettings | null;
  /** Typical values by series, for as long as none have been derived from its readings. */
  criteria?: Record<string, CriteriaSeed>;
}

/**
 * Typical values as a seed file states them, plain JSON: the usual value and the range that nine in ten keep, for any
 * hour (one number each), for the local hours of the day (24) or of the week from Monday 0:00 (168).
 */
export interface CriteriaSeed {
  median: readonly number[];
  low: readonly number[];
  high: readonly number[];
}

export interface SourceSettings {
  kind: string;
  about: string;
  simulated: boolean;
  /** Older than this, its data counts as stale, ms. */
  freshForMs: number;
}

export interface SeriesSettings {
  match: string;
  label: string;
  unit: string;
  /** Physical range; a value outside it is impossible. */
  min: number | null;
  max: number | null;
}

/** One server's worth and the rules of changing their number. */
export interface ScalingSettings {
  series: string;
  /** What one server carries, in the series' unit. */
  capacity: number;
  /** Spare share above the forecast's upper quantile, as in 0.1. */
  headroom: number;
  bootMs: number;
  cooldownMs: number;
  min: number;
  max: number;
  /** Of one server for one hour. */
  price: number;
  currency: string;
}

/** Settings of a series by the first matching pattern. */
export function seriesSettings(settings: Settings, series: string): SeriesSettings {
  const found = settings.series.find(({match}) => matches(match, series));
  return found ?? {match: series, label: series, unit: "", min: null, max: null};
}

/** Whether `text` fits `pattern`, in which `*` stands for any run of characters. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(text);
}
