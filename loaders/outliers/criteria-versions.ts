import type {CriteriaSeed} from "../../data/settings.ts";
import {mean} from "../math/mean.ts";
import {median} from "../math/quantile.ts";
import {type Criterion, deriveCriteria, Judge} from "./criteria.ts";
import {equalRuns, stuckLimit} from "./equal-runs.ts";
import {hourOfWeek} from "./hour-of-week.ts";
import {rowAt} from "./row-at.ts";
import {seedCriteria} from "./seed-criteria.ts";
import {TrailingLevel} from "./trailing-level.ts";

/** Criteria by hour of the week and the instants between which they hold, ms UTC, half-open. */
export interface CriteriaVersion {
  validFrom: number;
  validTo: number;
  source: "seed" | "history";
  /** The level that they were derived at, with which they move; null where they hold as they are. */
  level: number | null;
  /** By hour of the week from Monday 0:00 local; null where too little is known. */
  criteria: (Criterion | null)[];
}

export interface VersionOptions {
  /** Typical values to begin with. */
  seed?: CriteriaSeed | undefined;
  /** Versions that were derived earlier and stay as they are. */
  kept?: CriteriaVersion[];
  /** When the series began, where the history does not reach as far back. */
  begins?: number;
  /** Readings that an hour's criterion takes. */
  least?: number;
}

/** One reading of so many ms is enough to derive criteria from, and quick to read. */
export const sampleMs = 180_000;
const months = 3;
const dayMs = 86_400_000;
/** Without a seed, the first version comes once the history has this length. */
const firstMs = 28 * dayMs;
/** The level of a moment needs the readings of so long before. */
export const levelMs = 14 * dayMs;
/** Where more rows than this share are in alarm, the usual itself has moved: then they count. */
const mostAlarms = 0.25;
/** Robust deviations from which on single readings are no longer anything usual. */
const stray = 10;

/** Readings of the past, ms UTC, and how far local clocks were ahead of UTC, ms. */
interface History {
  times: Float64Array;
  values: Float64Array;
  offset: (time: number) => number;
}

/**
 * Every version of a series' criteria up to an instant, the oldest first: the seed, then one from each quarter of the year
 * (UTC), which holds in the next; without a seed, the first comes from the first four weeks. A version knows what came
 * before its boundary only, so that the same history gives the same versions for ever. Stuck meters, readings in sustained
 * alarm under the version before and stray ones are left out. Hours with fewer than `least` readings keep their criterion;
 * a quarter that tells of no hour makes no version. Empty where nothing is known yet.
 */
export function criteriaVersions(
  history: History,
  now: number,
  {seed, kept = [], begins = history.times[0] ?? now, least = 60}: VersionOptions = {}
): CriteriaVersion[] {
  const versions: CriteriaVersion[] = [];
  const add = (version: Omit<CriteriaVersion, "validTo">) => {
    const last = versions.at(-1);
    if (last) last.validTo = version.validFrom;
    versions.push({...version, validTo: quarter(now, 1)});
  };
  const first = kept.find(({source}) => source === "seed") ?? (seed && seedVersion(seed, begins));
  if (first) add(first);
  const levels = levelsOf(history);
  for (const boundary of boundariesOf(history, now, {begins, kept, seeded: first !== undefined})) {
    if (first && boundary <= first.validFrom) continue;
    const known = kept.find(({validFrom}) => validFrom === boundary);
    const derived = known ?? derive(history, levels, boundary, versions.at(-1), least);
    if (derived) add({...derived, validFrom: boundary});
  }
  return versions;
}

const seedVersion = (seed: CriteriaSeed, begins: number): Omit<CriteriaVersion, "validTo"> => ({
  validFrom: quarter(begins),
  source: "seed",
  level: null,
  criteria: seedCriteria(seed).map(shortened)
});

/** The version that held at an instant, the last one beyond its end, too; undefined before the first one. */
export function versionAt(versions: CriteriaVersion[], time: number): CriteriaVersion | undefined {
  let i = versions.length - 1;
  while (i >= 0 && !(time >= versions[i]!.validFrom)) i--;
  return versions[i];
}

/** A value as a version's criteria are to judge it, from the level of the series at its time. */
export const asThen = ({level}: Pick<CriteriaVersion, "level">, value: number, present: number): number =>
  level === null ? value : (value * level) / present;

/** Beginning of an instant's quarter of the year, or of one some quarters later. */
export function quarter(time: number, later = 0): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), (Math.floor(date.getUTCMonth() / months) + later) * months);
}

/** Instants at which versions may begin, ascending. */
function boundariesOf(
  {times}: History,
  now: number,
  {begins, kept, seeded}: {begins: number; kept: CriteriaVersion[]; seeded: boolean}
): number[] {
  const boundaries = new Set(kept.map(({validFrom}) => validFrom));
  const first = Math.ceil((begins + firstMs) / dayMs) * dayMs;
  if (!seeded && kept.length === 0 && first <= now) boundaries.add(first);
  const knownFrom = times.length && times[0]! > begins ? times[0]! + levelMs : begins;
  for (let at = quarter(knownFrom, 1); at <= now; at = quarter(at, 1)) boundaries.add(at);
  return [...boundaries].sort((a, b) => a - b);
}

/** The level of the series at each row. */
function levelsOf({times, values}: History): Float64Array {
  const level = new TrailingLevel();
  return times.map((time, i) => level.push(time, values[i]!));
}

/** What was usual in the quarter before, absolutely or relative to the level, whichever tells more; undefined where too little is known. */
function derive(
  {times, values, offset}: History,
  levels: Float64Array,
  boundary: number,
  before: CriteriaVersion | undefined,
  least: number
): Pick<CriteriaVersion, "source" | "level" | "criteria"> | undefined {
  const from = Math.min(quarter(boundary - 1), boundary - firstMs);
  const rows = [rowAt(times, from), rowAt(times, boundary)] as const;
  const own = levels.subarray(...rows);
  const hours = Uint8Array.from(times.subarray(...rows), (time) => hourOfWeek(time + offset(time)));
  const moving = withoutStuck(times.subarray(...rows), values.subarray(...rows));
  const readings = before ? withoutAlarms(moving, hours, own, before) : moving;
  const ways = [null, round(median(own))].map((level) => {
    const then = readings.map((value, i) => asThen({level}, value, own[i]!));
    const criteria = deriveCriteria(withoutStrays(then, hours), hours, 168, {least});
    const off = then.map((value, i) => {
      const criterion = criteria[hours[i]!];
      return criterion ? (Math.abs(value - criterion.median) / (level ?? own[i]!)) * own[i]! : Number.NaN;
    });
    return {level, criteria, error: mean(off)};
  });
  const {level, criteria} = ways[1]!.error < ways[0]!.error ? ways[1]! : ways[0]!;
  if (criteria.every((criterion) => criterion === null)) return undefined;
  return {
    source: "history",
    level,
    criteria: criteria.map((own, hour) => shortened(own ?? borrowed(before, hour, level)))
  };
}

const round = (value: number): number => Number(value.toPrecision(6));

/** Written with as many digits as matter, so that what is kept is what was derived. */
const shortened = (criterion: Criterion | null): Criterion | null =>
  criterion && {
    median: round(criterion.median),
    low: criterion.low.map(round),
    high: criterion.high.map(round)
  };

/** What an hour's criterion was before, at another level. */
function borrowed(before: CriteriaVersion | undefined, hour: number, level: number | null): Criterion | null {
  const criterion = before?.criteria[hour];
  if (!criterion || level === null || before?.level == null) return criterion ?? null;
  const factor = level / before.level;
  const moved = (value: number) => value * factor;
  return {median: moved(criterion.median), low: criterion.low.map(moved), high: criterion.high.map(moved)};
}

/** Readings with gaps where they were in sustained alarm under a version, from its first reading on; all if most were. */
function withoutAlarms(
  readings: Float64Array,
  hours: Uint8Array,
  levels: Float64Array,
  version: CriteriaVersion
): Float64Array {
  const kept = readings.slice();
  const walk = new Judge();
  let begin = 0;
  for (let i = 0; i < kept.length; i++) {
    walk.push(asThen(version, readings[i]!, levels[i]!), version.criteria[hours[i]!]);
    if (walk.alarm === 0) begin = i + 1;
    if (walk.sustained) {
      kept.fill(Number.NaN, begin, i + 1);
      begin = i + 1;
    }
  }
  const known = (values: Float64Array) => values.filter(Number.isFinite).length;
  return known(kept) < (1 - mostAlarms) * known(readings) ? readings : kept;
}

/** Readings with gaps where a meter repeated itself for much longer than it usually does. */
function withoutStuck(times: Float64Array, readings: Float64Array): Float64Array {
  const kept = readings.slice();
  const runs = equalRuns(times, readings);
  const {limit} = stuckLimit(runs);
  for (const {first, last, length} of runs) if (length >= limit) kept.fill(Number.NaN, first, last + 1);
  return kept;
}

/** Readings with those that lie far from all others of their hour replaced by gaps. */
function withoutStrays(readings: Float64Array, hours: Uint8Array): Float64Array {
  const byHour = Array.from({length: 168}, (): number[] => []);
  readings.forEach((reading, i) => void byHour[hours[i]!]!.push(reading));
  const centers = byHour.map(median);
  const limits = byHour.map((own, hour) => {
    const deviation = 1.4826 * median(own.map((reading) => Math.abs(reading - centers[hour]!)));
    return deviation > 0 ? stray * deviation : Number.POSITIVE_INFINITY;
  });
  return readings.map((reading, i) =>
    Math.abs(reading - centers[hours[i]!]!) > limits[hours[i]!]! ? Number.NaN : reading
  );
}
