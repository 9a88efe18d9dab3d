import type {Detector, Observed, Period} from "./detector.ts";
import type {Finding} from "./finding.ts";
import {type Night, nightFlow} from "./night-flow.ts";
import type {Stage} from "./stage.ts";
import {against, number, quantity} from "./words.ts";

/** Minimum night flow: what still runs when nobody draws water leaks. */
export const night: Detector = {
  name: "night",
  title: "Night minimum",
  about:
    "The lowest hour between 22:00 and 5:00, mean of three nights, against the median of 28 nights that end two weeks " +
    "before, moved with the season as far as nights have followed daytime draws; nights in alarm are no reference. Stages " +
    "by how far that has erred. An episode holds stage 2.",
  applies: (series) => series.endsWith("/flow"),
  detect(observed: Observed, {from, to}: Period): Finding[] {
    const nights = nightFlow(observed.tenMinutes, observed.offset, to);
    return raised(nights)
      .filter((run) => run.at(-1)!.end >= from)
      .map((run) => findingOf(observed, run));
  }
};

/** Runs of nights at stage 2 or more; a night or two in between that cannot be judged or calm down do not end one. */
export function raised(nights: Night[]): Night[][] {
  const runs: Night[][] = [];
  let quiet = Number.POSITIVE_INFINITY;
  for (const night of nights) {
    if (night.stage < 2) quiet++;
    else {
      if (quiet > 2) runs.push([]);
      runs.at(-1)!.push(night);
      quiet = 0;
    }
  }
  return runs;
}

function findingOf({series, unit}: Observed, run: Night[]): Finding {
  const worst = run.reduce((a, b) => (b.mean! / b.reference! > a.mean! / a.reference! ? b : a));
  const last = run.at(-1)!;
  const {mean, reference, limits} = worst as {mean: number; reference: number; limits: number[]};
  return {
    time: run[0]!.time,
    to: last.end,
    series,
    detector: "night",
    stage: Math.max(...run.map(({stage}) => stage)) as Stage,
    value: mean,
    expected: reference,
    reason:
      `Night minimum ${quantity(mean, unit)}, mean of three nights, is ${against(mean, reference)} the reference of ` +
      `${number(reference)} (99 % bound ${number(limits[3]!)}); raised for ${run.length} ${run.length === 1 ? "night" : "nights"}.`
  };
}
