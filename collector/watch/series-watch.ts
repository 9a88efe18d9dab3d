import type {Reading} from "../../data/schema.ts";
import {criteriaVersions} from "../../loaders/outliers/criteria-versions.ts";
import type {Observed, Walk} from "../../loaders/outliers/detector.ts";
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
const presentMs = {system: minuteMs, value: minuteMs, prediction: 20 * minuteMs, night: 48 * 60 * minuteMs};

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

  push(reading: Pick<Reading, "time" | "value">): void {
    this.#recent.push(reading.time, reading.value);
    this.#latest = {time: reading.time, value: reading.value};
    if (!this.#seeded && enough.includes(this.#recent.length)) this.#begin(reading.time);
    else for (const [, walk] of this.#walks) walk.push(reading.time, reading.value);
  }

  /** Goes on from a past that has been read meanwhile, with the readings that came after its end. */
  seed({observed, from, states}: WalkSeed): void {
    const through = observed.times.at(-1) ?? Number.NEGATIVE_INFINITY;
    this.#observed = {...observed, offset: this.facts.offset};
    this.#walks = walksOf(this.#observed, from, states);
    this.#recent.forgetThrough(through);
    this.#walkRecent();
    for (let i = observed.times.length - 1; observed.times[i]! > through - this.minutes.reach; i--)
      this.minutes.recall(observed.times[i]!, observed.values[i]!);
    this.#latest ??= observed.times.length ? {time: through, value: observed.values.at(-1)!} : null;
    this.#seeded = true;
  }

  /** What goes on at an instant, at most one finding of each detector: the worst. */
  findings(now: number): Map<DetectorName, Finding> {
    const at = Math.max(now, this.#latest?.time ?? now);
    const worst = new Map<DetectorName, Finding>();
    const mayMiss = this.#seeded || this.#recent.length >= enough[0]!;
    for (const [name, walk] of this.#walks)
      for (const finding of walk.open(at))
        if (finding.stage > (worst.get(name)?.stage ?? 0) && (mayMiss || finding.value !== null))
          worst.set(name, finding);
    return worst;
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
    const {times, values} = this.#recent;
    const from = times[0] ?? now - lookBack;
    const none = {start: tenMinuteOf(from), step: 600_000, values: new Float64Array()};
    const versions = criteriaVersions({times, values, offset: facts.offset}, now, {
      seed: criteria,
      begins: times[0] ?? now
    });
    this.#observed = {...facts, times, values, tenMinutes: none, expected: none, criteria: versions};
    this.#walks = walksOf(this.#observed, from);
    this.#walkRecent();
  }

  #walkRecent(): void {
    const {times, values} = this.#recent;
    for (let i = 0; i < times.length; i++) for (const [, walk] of this.#walks) walk.push(times[i]!, values[i]!);
  }
}
