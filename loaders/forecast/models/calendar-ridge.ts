import {solveSpd} from "../../math/solve-spd.ts";
import {examplesOf, seen, suitsCalendar} from "../examples.ts";
import {featureNames, OriginFeatures, widthOf} from "../features.ts";
import type {Model} from "../model.ts";
import {seasonsOf} from "../regular.ts";
import {unscaled} from "../scale.ts";

/** Penalty as a share of the terms' mean square. */
const penalty = 1e-2;

const at = (name: (typeof featureNames)[number]): number => featureNames.indexOf(name);
const plain = featureNames.filter(
  (name) => !["steps ahead", "time of day", "weekday", "day type", "type of the last day"].includes(name)
);
/** What matters less the further ahead it goes. */
const fading = [
  ...(["level of the last day", "level of the day before", "last day", "last day of the type"] as const),
  ...(["profile's error over a day", "profile's error over a quarter", "profile's last error"] as const)
];

/** Terms of the regression: features, the fading ones at two rates more, and one for each time of each type of day. */
class Terms {
  readonly width: number;
  readonly #day: number;

  constructor(
    step: number,
    private readonly features: number
  ) {
    this.#day = seasonsOf(step).day;
    this.width = plain.length + features - featureNames.length + 2 * fading.length + 3 * this.#day;
  }

  write(features: Float64Array, position: number, target: Float64Array): void {
    target.fill(0);
    const days = features[position + at("steps ahead")]! / this.#day;
    let to = 0;
    for (const name of plain) target[to++] = features[position + at(name)]!;
    for (let j = featureNames.length; j < this.features; j++) target[to++] = features[position + j]!;
    for (const name of fading) {
      target[to++] = features[position + at(name)]! * Math.exp(-days);
      target[to++] = features[position + at(name)]! * Math.exp(-4 * days);
    }
    target[to + features[position + at("day type")]! * this.#day + features[position + at("time of day")]!] = 1;
  }
}

/**
 * One ridge regression for all steps ahead (Hoerl and Kennard 1970) on what is known of the calendar and of the last
 * weeks, relative to the mean of the last week, on a log scale where values are positive.
 */
export const calendarRidge: Model<Float64Array> = {
  name: "calendar ridge",
  about: "ridge regression on calendar and recent weeks",
  suits: suitsCalendar,
  fit(history, horizon) {
    const known = seen(history, horizon);
    const {rows, features, targets} = examplesOf(known, horizon);
    const width = widthOf(known);
    const terms = new Terms(history.step, width);
    const p = terms.width;
    const gram = new Float64Array(p * p);
    const cross = new Float64Array(p);
    const row = new Float64Array(p);
    for (let i = 0; i < rows; i++) {
      terms.write(features, i * width, row);
      for (let j = 0; j < p; j++) {
        const x = row[j]!;
        if (x === 0) continue;
        cross[j]! += x * targets[i]!;
        for (let k = 0; k <= j; k++) gram[j * p + k]! += x * row[k]!;
      }
    }
    let trace = 0;
    for (let j = 0; j < p; j++) trace += gram[j * p + j]!;
    for (let j = 0; j < p; j++) gram[j * p + j]! += (penalty * trace) / p + 1e-9;
    return solveSpd(gram, cross, p);
  },
  forecast(weights, history, horizon) {
    const known = seen(history, horizon);
    const origin = new OriginFeatures(known, known.z.length);
    const terms = new Terms(history.step, widthOf(known));
    const features = new Float64Array(widthOf(known));
    const row = new Float64Array(terms.width);
    const forecast = Float64Array.from({length: horizon}, (_, h) => {
      origin.write(h, features, 0);
      terms.write(features, 0, row);
      return row.reduce((sum, x, j) => sum + x * weights[j]!, origin.level);
    });
    return unscaled(known.scale, forecast, known.z);
  }
};
