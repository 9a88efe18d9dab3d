import {mean} from "../math/mean.ts";
import {type DayTypes, weekdayOf} from "./day-types.ts";
import {type Driver, dayDrivenAt, drivenAt} from "./exogenous.ts";
import {type Regular, seasonsOf} from "./regular.ts";

/** Names of what is known at an origin about a value ahead, in the order in which `write` gives them. */
export const featureNames = [
  ...["week before", "two weeks before", "three weeks before"],
  ...["profile of the week", "profile of the day type", "last day of the type", "last day", "day before that"],
  ...["level of the last day", "level of the day before", "trend of the week"],
  ...["profile's error over a day", "profile's error over a quarter", "profile's last error"],
  ...["steps ahead", "time of day", "weekday", "day type", "type of the last day"],
  ...["holiday", "holiday before", "holiday after", "sine of the year", "cosine of the year"]
] as const;

/** Features of each exogenous column, after those: now, over a day, against the week before and its mean. */
const perDriver = 4;

export const widthOf = ({drivers}: Pick<Seen, "drivers">): number => featureNames.length + perDriver * drivers.length;

const weeksBack = 8;
const weekDecay = 0.7;
const typeDecay = 0.8;
const types = 3;
const daysPerYear = 365.25;

/** Steps of history before an origin that features read; with fewer, from a week and a day on, they make do. */
export const reachOf = (step: number): number => (weeksBack + 1) * seasonsOf(step).week;

/** A history as features see it: on a model's scale, with its days. */
export interface Seen {
  history: Regular;
  z: Float64Array;
  days: DayTypes;
  drivers: Driver[];
}

/**
 * What is known at one origin, relative to the mean of the week before it: decayed profiles of the week and of day types
 * over eight weeks, levels, errors of the profile lately.
 */
export class OriginFeatures {
  /** Mean of the last week, which `write` and the target are relative to. */
  readonly level: number;
  readonly #day: number;
  readonly #week: number;
  readonly #skipped: number;
  readonly #weekProfile: Float64Array;
  readonly #typeProfile: Float64Array;
  readonly #lastOfType: Float64Array;
  readonly #summary: number[];
  readonly #driverLevels: number[];

  constructor(
    private readonly seen: Seen,
    private readonly origin: number
  ) {
    const {history, z} = seen;
    const {day, week} = seasonsOf(history.step);
    this.#day = day;
    this.#week = week;
    this.#skipped = Math.round((history.start / history.step) % day);
    this.level = mean(z.subarray(origin - week, origin));
    [this.#weekProfile, this.#typeProfile] = this.#profiles();
    this.#lastOfType = this.#lastDays();
    const level = (from: number, to: number) => mean(z.subarray(origin - from, origin - to)) - this.level;
    const trend = origin >= 2 * week ? -level(2 * week, week) : 0;
    this.#summary = [level(day, 0), level(2 * day, day), trend, ...this.#errors()];
    this.#driverLevels = seen.drivers.map(({values}) => mean(values.subarray(origin - week, origin)));
  }

  /** What a value ahead is learnt relative to. */
  base(): number {
    return this.level;
  }

  /** Writes the features of the value `h` steps ahead (0 is the first) at a place of an array. */
  write(h: number, target: Float64Array, position: number): void {
    const {origin, level} = this;
    const {z, days} = this.seen;
    const t = origin + h;
    const weeks = Math.floor(h / this.#week) + 1;
    const lastDay = t - this.#day * (Math.floor(h / this.#day) + 1);
    const index = this.#dayOf(t);
    const time = this.#timeOf(t);
    const type = days.types[index]!;
    const oldest = Math.floor(t / this.#week);
    const back = (n: number) => z[t - Math.min(n, oldest) * this.#week]! - level;
    const year = (2 * Math.PI * ((days.first + index) % daysPerYear)) / daysPerYear;
    let at = position;
    for (const feature of [back(weeks), back(weeks + 1), back(weeks + 2)]) target[at++] = feature;
    target[at++] = this.#weekProfile[this.#slotOf(t)]!;
    target[at++] = this.#typeProfile[type * this.#day + time]!;
    target[at++] = this.#lastOfType[type * this.#day + time]!;
    target[at++] = z[lastDay]! - level;
    target[at++] = z[lastDay - this.#day]! - level;
    for (const feature of this.#summary) target[at++] = feature;
    target[at++] = h;
    target[at++] = time;
    target[at++] = weekdayOf(days.first + index);
    target[at++] = type;
    target[at++] = days.types[this.#dayOf(lastDay)]!;
    target[at++] = days.holidays[index]!;
    target[at++] = days.holidays[index - 1] ?? 0;
    target[at++] = days.holidays[index + 1] ?? 0;
    target[at++] = Math.sin(year);
    target[at++] = Math.cos(year);
    for (const [k, driver] of this.seen.drivers.entries()) {
      const [now, over] = [drivenAt(driver, t, origin), dayDrivenAt(driver, t, origin)];
      target[at++] = now;
      target[at++] = over;
      target[at++] = now - drivenAt(driver, t - weeks * this.#week, origin);
      target[at++] = over - this.#driverLevels[k]!;
    }
  }

  #dayOf(t: number): number {
    return Math.floor((t + this.#skipped) / this.#day);
  }

  #timeOf(t: number): number {
    return (t + this.#skipped) % this.#day;
  }

  /** Place in a week. */
  #slotOf(t: number): number {
    return weekdayOf(this.seen.days.first + this.#dayOf(t)) * this.#day + this.#timeOf(t);
  }

  /** Decayed means by place in the week, holidays left out, and by day type; each week relative to its own mean. */
  #profiles(): [Float64Array, Float64Array] {
    const {z, days} = this.seen;
    const sums = [new Float64Array(this.#week), new Float64Array(types * this.#day)] as const;
    const weights = [new Float64Array(this.#week), new Float64Array(types * this.#day)] as const;
    for (let k = 0; k < weeksBack && this.origin >= (k + 1) * this.#week; k++) {
      const to = this.origin - k * this.#week;
      const center = mean(z.subarray(to - this.#week, to));
      for (let t = to - this.#week; t < to; t++) {
        const index = this.#dayOf(t);
        const x = z[t]! - center;
        const add = (which: 0 | 1, slot: number, weight: number) => {
          sums[which][slot]! += weight * x;
          weights[which][slot]! += weight;
        };
        if (!days.holidays[index]) add(0, this.#slotOf(t), weekDecay ** k);
        add(1, days.types[index]! * this.#day + this.#timeOf(t), typeDecay ** k);
      }
    }
    const means = sums.map((sum, which) => sum.map((x, i) => (weights[which]![i]! > 0 ? x / weights[which]![i]! : 0)));
    return [means[0]!, means[1]!];
  }

  /** The newest value at each time of a day of each type. */
  #lastDays(): Float64Array {
    const {z, days} = this.seen;
    const last = this.#typeProfile.slice();
    for (let t = this.origin - this.#week - this.#day; t < this.origin; t++)
      last[days.types[this.#dayOf(t)]! * this.#day + this.#timeOf(t)] = z[t]! - this.level;
    return last;
  }

  /** How far the series has been from its profile: over a day, over a quarter of one, and last. */
  #errors(): [number, number, number] {
    const {z, days} = this.seen;
    const errors = Float64Array.from({length: this.#day}, (_, i) => {
      const t = this.origin - this.#day + i;
      const index = this.#dayOf(t);
      const usual = days.holidays[index]
        ? this.#typeProfile[days.types[index]! * this.#day + this.#timeOf(t)]!
        : this.#weekProfile[this.#slotOf(t)]!;
      return z[t]! - this.level - usual;
    });
    return [mean(errors), mean(errors.subarray(-Math.max(1, Math.floor(this.#day / 4)))), errors.at(-1)!];
  }
}
