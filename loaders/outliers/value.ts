import {mean} from "../math/mean.ts";
import {type Criterion, deriveCriteria, judge} from "./criteria.ts";
import type {Detector, Observed} from "./detector.ts";
import {type Episode, episodes, unusual} from "./episodes.ts";
import type {Finding} from "./finding.ts";
import {hourOfWeek} from "./hour-of-week.ts";
import {rowAt} from "./row-at.ts";
import {trailingLevel} from "./trailing-level.ts";
import {usualInterval} from "./usual-interval.ts";
import {against, duration, number, quantity} from "./words.ts";

const weekMs = 7 * 86_400_000;
/** Criteria are derived anew each week, from this much of the past. */
const pastMs = 6 * weekMs;
/** Episodes are listed when they are worse than what is seen once in this time. */
const usualEvery = 2 * weekMs;

/** Readings against what is usual at their hour of the week. */
export const value: Detector = {
  name: "value",
  title: "Value",
  about:
    "Each reading against the empirical quantiles of its local hour of the week in the six weeks before (relative to the " +
    "level of the two weeks before, where that tells more), slowly corrected so that each stage keeps its share. Listed " +
    "are episodes that last longer or go further than what the months before show once in two weeks.",
  applies: () => true,
  detect(observed, {from, to}) {
    const {times, tenMinutes} = observed;
    const split = rowAt(times, from);
    const ways = [() => 1, trailingLevel(tenMinutes)].map((level) => usualOf(observed, level));
    const usual = ways.reduce((a, b) => (errorOf(b, observed, split) < errorOf(a, observed, split) ? b : a));
    const {stages, excess} = judge(usual.scaled.subarray(0, rowAt(times, to)), usual.criterionOf, {rate: 0.002});
    const every = usualEvery / usualInterval(times);
    return unusual(episodes(stages, excess), {split, every}).map((episode) => findingOf(observed, usual, episode));
  }
};

/** One way of saying what is usual: readings divided by a level, and the criterion of each. */
interface Usual {
  level: (time: number) => number;
  scaled: Float64Array;
  criterionOf: (row: number) => Criterion | null | undefined;
}

function usualOf({min, max, offset, times, values}: Observed, level: (time: number) => number): Usual {
  const possible = (v: number) => v >= (min ?? v) && v <= (max ?? v);
  const scaled = values.map((v, i) => (possible(v) ? v / level(times[i]!) : Number.NaN));
  const classes = Uint8Array.from(times, (time) => hourOfWeek(time + offset(time)));
  const start = times[0] ?? 0;
  const weeks = Math.ceil(((times.at(-1) ?? 0) - start + 1) / weekMs);
  const criteria = Array.from({length: weeks}, (_, week) => {
    const end = start + week * weekMs;
    const [a, b] = [rowAt(times, end - pastMs), rowAt(times, end)];
    return deriveCriteria(scaled.subarray(a, b), classes.subarray(a, b), 168, {least: 120});
  });
  const criterionOf = (row: number) => criteria[Math.floor((times[row]! - start) / weekMs)]?.[classes[row]!];
  return {level, scaled, criterionOf};
}

/** How far readings up to a row were from the median that was usual, in the mean. */
const errorOf = ({level, criterionOf}: Usual, {times, values}: Observed, split: number): number =>
  mean(
    values.subarray(0, split).map((v, i) => Math.abs(v - (criterionOf(i)?.median ?? Number.NaN) * level(times[i]!)))
  );

function findingOf({series, unit, times, values}: Observed, usual: Usual, episode: Episode): Finding {
  const {from, to, worst, stage} = episode;
  const {median, low, high} = usual.criterionOf(worst)!;
  const level = usual.level(times[worst]!);
  const reading = values[worst]!;
  const expected = median * level;
  const bound = (reading < expected ? low[3]! : high[3]!) * level;
  return {
    time: times[from]!,
    to: times[to]!,
    series,
    detector: "value",
    stage,
    value: reading,
    expected,
    reason:
      `${quantity(reading, unit)} is ${against(reading, expected)} the ${number(expected)} usual at this hour of the week ` +
      `(99 % bound ${number(bound)}), for ${duration(times[to]! - times[from]! + usualInterval(times))}.`
  };
}
