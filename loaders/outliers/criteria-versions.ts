import {median} from "../math/quantile.ts";
import {type Criterion, deriveCriteria, Judge} from "./criteria.ts";
import type {Observed} from "./detector.ts";
import {equalRuns, stuckLimit} from "./equal-runs.ts";
import {hourOfWeek} from "./hour-of-week.ts";
import {rowAt} from "./row-at.ts";
import {type CriteriaSeed, seedCriteria} from "./seed-criteria.ts";

/** Criteria by hour of the week and the instants between which they hold, ms UTC, half-open. */
export interface CriteriaVersion {
  validFrom: number;
  validTo: number;
  source: "seed" | "history";
  criteria: Criterion[];
}

const months = 3;
/** Where more rows than this share are in alarm, the usual itself has moved: then they count. */
const mostAlarms = 0.25;
/** Robust deviations from which on single readings are no longer anything usual. */
const stray = 10;

/**
 * Every version of a series' criteria up to an instant, the oldest first: the seed, then one from each quarter of the year
 * (UTC), which holds in the next. A version knows what came before its boundary only, so that the same history gives the
 * same versions for ever. Stuck meters, readings in sustained alarm under the version before and stray ones are left out. Hours with
 * fewer than `least` readings keep their criterion; a quarter that tells of no hour makes no version.
 */
export function criteriaVersions(
  history: Pick<Observed, "times" | "values" | "offset">,
  now: number,
  {seed, least = 60}: {seed: CriteriaSeed; least?: number}
): CriteriaVersion[] {
  const begins = history.times[0] ?? now;
  const first: CriteriaVersion = {
    validFrom: quarter(begins),
    validTo: quarter(now, 1),
    source: "seed",
    criteria: seedCriteria(seed)
  };
  const versions = [first];
  for (let boundary = quarter(begins, 1); boundary <= now; boundary = quarter(boundary, 1)) {
    const before = versions.at(-1)!;
    const derived = usualOf(history, quarter(boundary, -1), boundary, before.criteria, least);
    if (derived.every((criterion) => criterion === null)) continue;
    before.validTo = boundary;
    versions.push({
      validFrom: boundary,
      validTo: quarter(now, 1),
      source: "history",
      criteria: derived.map((criterion, hour) => criterion ?? before.criteria[hour]!)
    });
  }
  return versions;
}

/** The version that held at an instant; the first and the last one reach beyond their ends. */
export const versionAt = (versions: CriteriaVersion[], time: number): CriteriaVersion =>
  versions.findLast(({validFrom}) => time >= validFrom) ?? versions[0]!;

/** Beginning of an instant's quarter of the year, or of one some quarters later. */
function quarter(time: number, later = 0): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), (Math.floor(date.getUTCMonth() / months) + later) * months);
}

function usualOf(
  {times, values, offset}: Pick<Observed, "times" | "values" | "offset">,
  from: number,
  to: number,
  before: Criterion[],
  least: number
): (Criterion | null)[] {
  const [a, b] = [rowAt(times, from), rowAt(times, to)];
  const hours = Uint8Array.from(times.subarray(a, b), (time) => hourOfWeek(time + offset(time)));
  const moving = withoutStuck(times.subarray(a, b), values.subarray(a, b));
  const calm = withoutAlarms(moving, (row) => before[hours[row]!]!);
  const alarms = 1 - calm.filter(Number.isFinite).length / moving.filter(Number.isFinite).length;
  const kept = withoutStrays(alarms > mostAlarms ? moving : calm, hours, before.length);
  return deriveCriteria(kept, hours, before.length, {least});
}

/** Readings with gaps where they were in sustained alarm, from its first reading on. */
function withoutAlarms(readings: Float64Array, criterionOf: (row: number) => Criterion): Float64Array {
  const kept = readings.slice();
  const walk = new Judge();
  let begin = 0;
  for (let i = 0; i < kept.length; i++) {
    walk.push(readings[i]!, criterionOf(i));
    if (walk.alarm === 0) begin = i + 1;
    if (walk.sustained) {
      kept.fill(Number.NaN, begin, i + 1);
      begin = i + 1;
    }
  }
  return kept;
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
function withoutStrays(readings: Float64Array, hours: Uint8Array, count: number): Float64Array {
  const byHour = Array.from({length: count}, (): number[] => []);
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
