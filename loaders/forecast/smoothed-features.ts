import {mean} from "../math/mean.ts";
import {seasonalScale} from "./accuracy.ts";
import {type Seen, seen} from "./examples.ts";
import {featureNames, OriginFeatures, widthOf} from "./features.ts";
import {type Regular, seasonsOf} from "./regular.ts";
import {type Rates, Smoother} from "./smoother.ts";

/** How many of the first features are values, and told here relative to what exponential smoothing says. */
const values = featureNames.indexOf("level of the last day");
/** Features after those of `OriginFeatures`. */
const more = 10;

/** A history as smoothed features see it. */
export interface Smoothed extends Seen {
  smoother: Smoother;
}

export const smoothedWidth = (known: Pick<Seen, "drivers"> = {drivers: []}): number => widthOf(known) + more;

/** Steps of history that an origin needs before it. */
export function smoothedReach(step: number): number {
  const {day, week} = seasonsOf(step);
  return week + day;
}

/**
 * The last year of a history, with exponential smoothing at its beginning, on its scale in units of its usual change from
 * day to day: on that, series are alike.
 */
export function smoothed(history: Regular, horizon: number, rates: Rates): Smoothed {
  const {z: plain, scale, ...known} = seen(history, horizon);
  const {day, week} = seasonsOf(history.step);
  const unit = seasonalScale(plain, day) || 1;
  const z = plain.map((value) => value / unit);
  return {
    ...known,
    z,
    scale: {to: (value) => scale.to(value) / unit, from: (value) => scale.from(value * unit)},
    smoother: new Smoother(z, day, week, rates)
  };
}

/**
 * What is known at one origin, where a value ahead is taken relative to what exponential smoothing says of it: so
 * what is learnt from one series, or from one level, holds for another. Origins have to ascend.
 */
export class SmoothedFeatures {
  readonly #calendar: OriginFeatures;
  readonly #day: number;
  readonly #week: number;
  readonly #unrest: [day: number, week: number];

  constructor(
    private readonly from: Smoothed,
    private readonly origin: number
  ) {
    const {day, week} = seasonsOf(from.history.step);
    this.#calendar = new OriginFeatures(from, origin);
    this.#day = day;
    this.#week = week;
    this.#unrest = [this.#changeOver(day), this.#changeOver(week)];
    from.smoother.to(origin);
  }

  base(h: number): number {
    return this.from.smoother.ahead(h);
  }

  /** Writes the features of the value `h` steps ahead (0 is the first) at a place of an array. */
  write(h: number, target: Float64Array, position: number): void {
    const {origin} = this;
    const {z, smoother} = this.from;
    const {level} = this.#calendar;
    const base = smoother.ahead(h) - level;
    this.#calendar.write(h, target, position);
    for (let j = 0; j < values; j++) target[position + j]! -= base;
    const weekBefore = origin + h - this.#week * (Math.floor(h / this.#week) + 1);
    const thirdDay = origin + h - this.#day * (Math.floor(h / this.#day) + 3);
    let at = position + widthOf(this.from);
    for (let k = 1; k <= 3; k++) target[at++] = z[origin - k]! - level;
    target[at++] = z[Math.max(0, weekBefore - 1)]! - level;
    target[at++] = z[Math.min(origin - 1, weekBefore + 1)]! - level;
    target[at++] = z[thirdDay]! - level;
    for (const change of this.#unrest) target[at++] = change;
    target[at++] = base;
    target[at++] = smoother.errorAhead(h);
  }

  /** Mean absolute change over a season in the last week; 0 where the history is shorter. */
  #changeOver(season: number): number {
    const {z} = this.from;
    const from = Math.max(season, this.origin - this.#week);
    if (from >= this.origin) return 0;
    return mean(z.subarray(from, this.origin).map((value, i) => Math.abs(value - z[from + i - season]!)));
  }
}
