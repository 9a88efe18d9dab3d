import type {Reading} from "../../data/schema.ts";
import {criteriaVersions} from "../../loaders/outliers/criteria-versions.ts";
import {beginOf, type Observed, type Walk} from "../../loaders/outliers/detector.ts";
import type {DetectorName, Finding} from "../../loaders/outliers/finding.ts";
import type {NightState} from "../../loaders/outliers/night.ts";
import {type NightSoFar, nightSoFar} from "../../loaders/outliers/night-so-far.ts";
import {type WalkSeed, walksOf} from "../../loaders/outliers/seeded-walk.ts";
import type {Stage} from "../../loaders/outliers/stage.ts";
import {tenMinuteOf} from "../../loaders/outliers/ten-minute-means.ts";
import {MinuteTable} from "./minute-table.ts";
import {RecentReadings} from "./recent-readings.ts";

type CriteriaSeed = NonNullable<Parameters<typeof criteriaVersions>[2]>["seed"];

/** What is known of a series without its past. */
export interface SeriesFacts extends Pick<Observed, "series" | "unit" | "min" | "max" | "offset"> {
  source: string;
  /** Typical values to begin with. */
  criteria: CriteriaSeed;
}

/** Numbers of readings at which a series without a past learns anew how often it reports. */
const enough = [3, 30, 300];
const minuteMs = 60_000;
/** Clocks of meters may be behind by so much, ms. */
const lookBack = 60 * minuteMs;
/** What a series without a past begins with is no older, ms: a meter whose clock was reset may say 1970. */
const mostBehind = 30 * 24 * 60 * minuteMs;
const presentMs = {system: minuteMs, value: minuteMs, prediction: 20 * minuteMs, night: 48 * 60 * minuteMs};

/** Hears what was found with each reading after an instant that a past is walked through again. */
export interface Replay {
  /** ms UTC. */
  after: number;
  /** At most one finding of each detector: the worst that went on when the reading came, was over with it, or goes on. */
  found: (findings: Map<DetectorName, Finding>, at: number) => void;
}

/** One series on its way through all detectors that apply to it, reading by reading. */
export class SeriesWatch {
  readonly minutes = new MinuteTable();
  #walks!: [DetectorName, Walk][];
  #observed!: Observed;
  #seeded = false;
  /** Readings since the past ended that the walks know. */
  #recent = new RecentReadings();
  #latest: Pick<Reading, "time" | "value"> | null = null;

  /** Begins without a past: typical values and the physical range are all there is to judge by. */
  constructor(
    readonly facts: SeriesFacts,
    now: number
  ) {
    this.#begin(now);
  }

  get latest(): Pick<Reading, "time" | "value"> | null {
    return this.#latest;
  }

  /** What detectors lack, in words; empty when they have all they need. */
  get lacks(): string[] {
    const {criteria, expected} = this.#observed;
    return [
      ...(this.#seeded ? [] : ["past"]),
      ...(criteria.length ? [] : ["criteria"]),
      ...(expected.values.some(Number.isFinite) ? [] : ["forecast"])
    ];
  }

  get isSeeded(): boolean {
    return this.#seeded;
  }

  /** Takes the next reading; what is over with it, but for what has been missing. */
  push({time, value}: Pick<Reading, "time" | "value">, now = time): Finding[] {
    // the lake, up to date whenever it is asked for the past, has long had what came that long ago
    if (this.#seeded) this.#recent.trim(now, lookBack);
    this.#recent.push(time, value);
    this.#latest = {time, value};
    if (this.#seeded || !enough.includes(this.#recent.length)) return this.#step(time, value);
    this.#begin(now);
    return [];
  }

  /** Goes on from a past that has been read meanwhile, with the readings that came after its end. */
  seed({observed, from, states}: WalkSeed, replay?: Replay): void {
    const through = observed.times.at(-1) ?? Number.NEGATIVE_INFINITY;
    this.#observed = {...observed, offset: this.facts.offset};
    this.#walks = walksOf(this.#observed, from, states);
    this.#recent.forgetThrough(through);
    this.#walkThrough(observed, replay);
    this.#walkThrough(this.#recent, replay);
    for (let i = observed.times.length - 1; observed.times[i]! > through - this.minutes.reach; i--)
      this.minutes.recall(observed.times[i]!, observed.values[i]!);
    this.#latest ??= observed.times.length ? {time: through, value: observed.values.at(-1)!} : null;
    this.#seeded = true;
  }

  /** What goes on at an instant, at most one finding of each detector: the worst. */
  findings(now: number): Map<DetectorName, Finding> {
    const at = Math.max(now, this.#latest?.time ?? now);
    const mayMiss = this.#seeded || this.#recent.length >= enough[0]!;
    const open = this.#open(at);
    return worstOf(mayMiss ? open : open.filter(isOfReadings));
  }

  /** Keeps the stage of a minute, with its reading if there was one. */
  noteMinute(time: number, value: number | null, findings: Map<DetectorName, Finding>): void {
    const stages = [...findings.values()].map(({to, detector, stage}) =>
      to > time - presentMs[detector] ? stage : (0 as Stage)
    );
    this.minutes.note(time, value, Math.max(0, ...stages) as Stage);
  }

  /** How the night stands at the end of ten minutes of it, ms UTC; null by day, and for what is no flow. */
  night(end: number): NightSoFar | null {
    const walk = this.#walks.find(([name]) => name === "night")?.[1];
    return walk ? nightSoFar(walk.state as NightState, this.facts.offset, end) : null;
  }

  /** Begins with what has come so far. */
  #begin(now: number): void {
    const {criteria, source: _, ...facts} = this.facts;
    const row = beginOf(this.#recent, now - mostBehind);
    const [times, values] = [this.#recent.times.subarray(row), this.#recent.values.subarray(row)];
    const from = times[0] ?? now - lookBack;
    const none = {start: tenMinuteOf(from), step: 600_000, values: new Float64Array()};
    const versions = criteriaVersions({times, values, offset: facts.offset}, now, {
      seed: criteria,
      begins: times[0] ?? now
    });
    this.#observed = {...facts, times, values, tenMinutes: none, expected: none, criteria: versions};
    this.#walks = walksOf(this.#observed, from);
    this.#walkThrough(this.#observed);
  }

  #open(at: number): Finding[] {
    return this.#walks.flatMap(([, walk]) => walk.open(at));
  }

  #step(time: number, value: number): Finding[] {
    return this.#walks.flatMap(([, walk]) => walk.push(time, value)).filter(isOfReadings);
  }

  /** That nothing came while nobody listened is no finding of a replay. */
  #walkThrough({times, values}: Pick<Observed, "times" | "values">, replay?: Replay): void {
    for (let i = 0; i < times.length; i++) {
      const [time, value] = [times[i]!, values[i]!];
      const isNew = replay !== undefined && time > replay.after;
      const before = isNew ? this.#open(time) : [];
      const over = this.#step(time, value);
      if (isNew) replay.found(worstOf([...before, ...over, ...this.#open(time)].filter(isOfReadings)), time);
    }
  }
}

const isOfReadings = ({value}: Finding): boolean => value !== null;

/** The worst finding of each detector. */
function worstOf(findings: Finding[]): Map<DetectorName, Finding> {
  const worst = new Map<DetectorName, Finding>();
  for (const finding of findings)
    if (finding.stage > (worst.get(finding.detector)?.stage ?? 0)) worst.set(finding.detector, finding);
  return worst;
}
