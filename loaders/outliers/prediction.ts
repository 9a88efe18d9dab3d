import {scaleOf} from "../forecast/scale.ts";
import {deriveCriteria, judge} from "./criteria.ts";
import type {Detector, Observed} from "./detector.ts";
import {episodes, unusual} from "./episodes.ts";
import {against, duration, number, quantity} from "./words.ts";

const hourMs = 3_600_000;
const hoursOfDay = 24;
/** Episodes are listed when they are worse than what is seen once in this time. */
const usualEvery = 14 * 24 * hourMs;

/** Ten-minute means against what was forecast for them the day before. */
export const prediction: Detector = {
  name: "prediction",
  title: "Prediction",
  about:
    "Means of ten minutes against the forecast made the day before; the residual against the empirical quantiles of past " +
    "residuals at the same local hour, slowly corrected so that each stage keeps its share. Listed " +
    "are episodes that last longer or go further than what the months before show once in two weeks.",
  applies: () => true,
  detect(observed, {from, to}) {
    const {tenMinutes: actual, expected} = observed;
    const {residuals, criterionOf, split} = errorsOf(observed, from);
    const end = Math.round((to - expected.start) / expected.step);
    const {stages, excess} = judge(residuals.subarray(0, end), criterionOf, {rate: 0.01, patience: 12});
    const shift = Math.round((expected.start - actual.start) / actual.step);
    return unusual(episodes(stages, excess, {gap: 2}), {split, every: usualEvery / expected.step}).map((episode) => {
      const {from: first, to: last, worst, stage} = episode;
      const value = actual.values[worst + shift]!;
      const forecast = expected.values[worst]!;
      return {
        time: expected.start + first * expected.step,
        to: expected.start + last * expected.step,
        series: observed.series,
        detector: "prediction",
        stage,
        value,
        expected: forecast,
        reason:
          `${quantity(value, observed.unit)} is ${against(value, forecast)} the ${number(forecast)} forecast the day before, ` +
          `for ${duration((last - first + 1) * expected.step)}; ${number(excess[worst]!)} times the 99 % bound of past errors.`
      };
    });
  }
};

/** The band that 90 % of past errors would put around what was expected, row by row; NaN where none is known. */
export function expectedBand(observed: Observed, from: number): {lo90: Float64Array; hi90: Float64Array} {
  const {scale, criterionOf} = errorsOf(observed, from);
  const edge = (side: "low" | "high") =>
    observed.expected.values.map((value, i) => scale.from(scale.to(value) + (criterionOf(i)?.[side][0] ?? Number.NaN)));
  return {lo90: edge("low"), hi90: edge("high")};
}

/** Residuals on the series' own scale by row of what was expected, and their criteria from the rows before an instant. */
function errorsOf({tenMinutes: actual, expected, offset}: Observed, from: number) {
  const scale = scaleOf(actual.values.filter(Number.isFinite));
  const shift = Math.round((expected.start - actual.start) / actual.step);
  const residuals = expected.values.map(
    (value, i) => scale.to(actual.values[i + shift] ?? Number.NaN) - scale.to(value)
  );
  const classes = residuals.map((_, i) => hourOfDay(expected.start + i * expected.step, offset));
  const split = Math.max(0, Math.round((from - expected.start) / expected.step));
  const criteria = deriveCriteria(residuals.subarray(0, split), classes, hoursOfDay);
  return {scale, residuals, split, criterionOf: (row: number) => criteria[classes[row]!]};
}

const hourOfDay = (time: number, offset: Observed["offset"]): number =>
  Math.floor((time + offset(time)) / hourMs) % hoursOfDay;
