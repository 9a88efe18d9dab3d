import {mean} from "../../math/mean.ts";
import {coprimeStride} from "../coprime-stride.ts";
import {type DayTypes, dayTypesOf} from "../day-types.ts";
import {type Driver, dayDrivenAt, drivenAt, driversOf} from "../exogenous.ts";
import type {Model} from "../model.ts";
import {type Regular, seasonsOf, tail} from "../regular.ts";
import {robustRidge} from "../robust-ridge.ts";
import {scaled, scaleOf, unscaled} from "../scale.ts";

/** A curve over time: what its terms weigh, and where they are counted from. */
interface Curve {
  /** ms; time of the first value learnt from. */
  origin: number;
  /** Steps learnt from. */
  length: number;
  weights: Float64Array;
}

const changes = 25;
/** Share of the history in which the slope may change. */
const changing = 0.9;
const dayMs = 86_400_000;
const yearMs = 365.25 * dayMs;
const maxRows = 8000;
/** Penalties as shares of the terms' mean square: for changes of the slope, and for all else. */
const stiffness = 1e-2;
const penalty = 1e-4;
const types = 3;

/**
 * A trend whose slope may change at 25 places, waves of the day by type of day, of the week and, from two years on, of
 * the year, fitted at once by penalised least squares: the terms of Prophet (Taylor and Letham 2018) without sampling.
 * How far the last day was from the curve fades over a week. On a log scale where values are positive.
 */
export const decomposition: Model<Curve> = {
  name: "decomposition",
  about: "trend with changes, waves of the day, week and year",
  suits: ({values, step, exogenous}) =>
    step <= dayMs && seasonsOf(step).day <= 96 && values.length >= (exogenous?.length ? 3 : 17) * seasonsOf(step).week,
  fit(history, horizon) {
    const known = seen(history, horizon);
    const {length} = known.z;
    const shape = {origin: known.recent.start, length};
    const terms = new Terms(known, shape);
    const p = terms.width;
    const stride = coprimeStride(Math.ceil(length / maxRows), seasonsOf(history.step).day);
    const rows = Array.from({length: Math.ceil(length / stride)}, (_, i) =>
      terms.write(i * stride, new Float64Array(p))
    );
    const targets = Float64Array.from(rows, (_, i) => known.z[i * stride]!);
    const penalties = Float64Array.from({length: p}, (_, j) => (terms.isChange(j) ? stiffness : penalty));
    return {...shape, weights: robustRidge(rows, targets, penalties)};
  },
  forecast(curve, history, horizon) {
    const known = seen(history, horizon);
    const {z} = known;
    const terms = new Terms(known, curve);
    const row = new Float64Array(terms.width);
    const curveAt = (t: number) => {
      terms.write(t, row);
      return row.reduce((sum, x, j) => sum + x * curve.weights[j]!, 0);
    };
    const {day, week} = seasonsOf(history.step);
    const error = mean(
      Float64Array.from({length: day}, (_, i) => z[z.length - day + i]! - curveAt(z.length - day + i))
    );
    const ahead = (h: number) => curveAt(z.length + h) + error * Math.exp(-h / week);
    return unscaled(
      known.scale,
      Float64Array.from({length: horizon}, (_, h) => ahead(h)),
      z
    );
  }
};

interface Seen {
  recent: Regular;
  z: Float64Array;
  days: DayTypes;
  drivers: Driver[];
}

/** Up to three years of a history on its scale, with the days up to the end of the horizon. */
function seen(history: Regular, horizon: number) {
  const {day} = seasonsOf(history.step);
  const recent = tail(history, Math.ceil((3 * yearMs) / history.step));
  const scale = scaleOf(recent.values);
  const z = scaled(scale, recent.values);
  const days = dayTypesOf(recent, z, Math.ceil(horizon / day) + 2);
  return {recent, scale, z, days, drivers: driversOf(recent)};
}

class Terms {
  readonly width: number;
  readonly #dayWaves: number;
  readonly #weekWaves: number;
  readonly #yearWaves: number;

  constructor(
    private readonly seen: Seen,
    private readonly shape: Omit<Curve, "weights">
  ) {
    const {step} = seen.recent;
    const {day, week} = seasonsOf(step);
    this.#dayWaves = Math.min(10, (day - 1) >> 1);
    this.#weekWaves = Math.min(3, (week - 1) >> 1);
    this.#yearWaves = shape.length * step >= 2 * yearMs ? 10 : 0;
    this.width = 2 + changes + types * (1 + 2 * this.#dayWaves) + 2 * this.#weekWaves;
    this.width += 2 * this.#yearWaves + 2 * seen.drivers.length;
  }

  isChange(j: number): boolean {
    return j >= 2 && j < 2 + changes;
  }

  /** Writes the terms of a place of the history, or past its end. */
  write(t: number, target: Float64Array): Float64Array {
    const {recent, days} = this.seen;
    const time = recent.start + t * recent.step;
    const x = (time - this.shape.origin) / (this.shape.length * recent.step);
    let at = 0;
    target[at++] = 1;
    target[at++] = x;
    for (let k = 0; k < changes; k++) target[at++] = Math.max(0, x - (changing * (k + 1)) / (changes + 1));
    const index = Math.floor(time / dayMs) - days.first;
    const type = days.types[index]!;
    for (let other = 0; other < types; other++) {
      target[at++] = other === type ? 1 : 0;
      at = waves(other === type ? time / dayMs : Number.NaN, this.#dayWaves, target, at);
    }
    at = waves((time / dayMs + 3) / 7, this.#weekWaves, target, at);
    at = waves(time / yearMs, this.#yearWaves, target, at);
    for (const driver of this.seen.drivers) {
      target[at++] = drivenAt(driver, t, this.seen.z.length);
      target[at++] = dayDrivenAt(driver, t, this.seen.z.length);
    }
    return target;
  }
}

/** Sines and cosines of whole multiples of a phase (1 is a full turn); zeros where it is NaN. */
function waves(phase: number, orders: number, target: Float64Array, at: number): number {
  for (let k = 1; k <= orders; k++) {
    target[at++] = Number.isNaN(phase) ? 0 : Math.sin(2 * Math.PI * k * phase);
    target[at++] = Number.isNaN(phase) ? 0 : Math.cos(2 * Math.PI * k * phase);
  }
  return at;
}
