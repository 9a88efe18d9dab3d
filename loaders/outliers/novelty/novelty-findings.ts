import type {Finding} from "../finding.ts";
import {type Stage, stageOf} from "../stage.ts";
import {usualInterval} from "../usual-interval.ts";
import {duration, number} from "../words.ts";
import {alarmLevel, type Moment} from "./novelty-score.ts";
import {afterSimilarMoments} from "./similar-moments.ts";

/** An unusual stretch of a series; `expected` is what followed the most similar moments before it. */
export type NoveltyFinding = Omit<Finding, "detector">;

/** Quiet moments after which a stretch is over. */
const patience = 10;

/** What each channel sees, and over how many of the newest rows. */
const seen: Record<Moment["channel"], {what: string; rows: number}> = {
  value: {what: "the value", rows: 0},
  shortCourse: {what: "the course", rows: 45},
  longCourse: {what: "the course", rows: 121},
  clock: {what: "the mean at this time of day", rows: 6},
  roughness: {what: "the fluctuation", rows: 48}
};

/** The stretches that begin with an alarm, in order of time; the stage of each by how rare its worst moment was then. */
export function noveltyFindings(series: string, moments: readonly Moment[]): NoveltyFinding[] {
  const values = Float64Array.from(moments, ({value}) => value);
  const interval = usualInterval(Float64Array.from(moments, ({time}) => time));
  return stretches(moments).map(({from, to, worst}) => {
    const expected = afterSimilarMoments(values, {from, at: worst});
    return {
      series,
      time: moments[from]!.time,
      to: moments[to]!.time,
      stage: Math.max(1, stageOf(moments[worst]!.rarity)) as Stage,
      value: values[worst]!,
      expected: Number.isNaN(expected) ? null : expected,
      reason: reasonOf(moments[worst]!, expected, interval)
    };
  });
}

/**
 * Alarms with what follows them. A stretch ends where the level is far below its peak; alarms of its echo, while windows
 * still hold it, are no stretch of their own.
 */
function stretches(moments: readonly Moment[]): {from: number; to: number; worst: number}[] {
  const found: {from: number; to: number; worst: number}[] = [];
  for (let from = 0; from < moments.length; from++) {
    if (!moments[from]!.alarm) continue;
    let [to, worst, loud] = [from, from, from];
    for (let i = from; i < moments.length && i - loud <= patience; i++) {
      const {level} = moments[i]!;
      if (level < alarmLevel) continue;
      loud = i;
      if (level > moments[worst]!.level) worst = i;
      if (level >= moments[worst]!.level / 4) to = i;
    }
    found.push({from, to, worst});
    from = loud;
  }
  return found;
}

function reasonOf({value, channel, distance, usual, rarity}: Moment, expected: number, interval: number): string {
  const {what, rows} = seen[channel];
  const follows = Number.isNaN(expected) ? "" : `, where ${number(expected)} came after the most similar moments`;
  const over = rows ? ` over the last ${duration(rows * interval)}` : "";
  const times = distance < 1000 * usual ? `${number(distance / usual)} times` : "over 1000 times";
  return (
    `${number(value)}${follows}: ${what}${over} is ${times} as far from the nearest in the past as is usual; ` +
    `rarer than ${Math.floor(rarity * 1000) / 10} % of the moments before.`
  );
}
