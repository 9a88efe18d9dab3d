import {mean} from "../loaders/math/mean.ts";
import {normalQuantile} from "../loaders/math/normal.ts";
import {median} from "../loaders/math/quantile.ts";
import {standardDeviation} from "../loaders/math/standard-deviation.ts";
import {detect} from "../loaders/outliers/detector.ts";
import {stageLevels} from "../loaders/outliers/stage.ts";
import {system} from "../loaders/outliers/system.ts";
import {cleanNoise} from "../tests/support/clean-noise.ts";
import {intervalF1} from "../tests/support/interval-f1.ts";
import {falseNights, nightsToLeak} from "../tests/support/night-trials.ts";
import {observedFlow, simulatedPlant} from "../tests/support/simulated-plant.ts";
import {stageShares} from "../tests/support/stage-shares.ts";
import type {Bench, Row} from "./bench.ts";

const dayMs = 86_400_000;
const seedsFrom = (first: number, count: number) => Array.from({length: count}, (_, i) => first + i);

/** What the detectors find in simulated plants whose faults are known, and what they find where nothing is wrong. */
export const bench: Bench = {
  name: "plant",
  about: "detectors against simulated plants with known leaks and gaps, and on clean noise",
  async run({say}) {
    say("missing and stuck readings");
    const rows = faults();
    for (const [name, variation] of [
      ["3 %", 0.03],
      ["6 %", 0.06]
    ] as const) {
      say(`leaks, nights varying by ${name}`);
      rows.push(...leaks(name, variation));
    }
    say("stages on clean noise");
    return [...rows, ...stages()];
  }
};

function faults(): Row[] {
  const readings = [
    {lost: 200, stray: 5000},
    {lost: 20, stray: 30_000}
  ];
  return readings.flatMap((reading) => {
    const plants = seedsFrom(1, 5).map((seed) => {
      const plant = simulatedPlant({days: 120, seed, gaps: 90, stuck: 20});
      const from = plant.flow.start + 10 * dayMs;
      const past = ({to}: {to: number}) => to > from;
      const findings = detect(system, observedFlow(plant, {...reading, seed}), {from, to: from + 110 * dayMs});
      return {gaps: plant.truth.gaps.filter(past), stuck: plant.truth.stuck.filter(past), findings};
    });
    const f1 = (kind: "gaps" | "stuck", missing: boolean) =>
      intervalF1(
        plants.map((plant) => ({
          truth: plant[kind],
          found: plant.findings.filter(({value}) => (value === null) === missing)
        }))
      );
    const what = `intervals, 5 plants that lose one reading in ${reading.lost}`;
    return [
      {what: `F1 of missing ${what}`, value: f1("gaps", true), unit: "", bar: {atLeast: 0.99}},
      {what: `F1 of stuck ${what}`, value: f1("stuck", false), unit: "", bar: {atLeast: 0.99}}
    ];
  });
}

function leaks(name: string, variation: number): Row[] {
  const barred = variation <= 0.03;
  const found = [
    [5, 7],
    [10, 3],
    [20, 2]
  ].flatMap(([percent, nights]): Row[] => {
    const trials = nightsToLeak({seeds: seedsFrom(5000, 100), variation}, percent! / 100);
    const what = `leak of ${percent} %, nights varying by ${name}`;
    const early = trials.filter((n) => n <= 14).length / trials.length;
    return [
      {what: `${what}: found after`, value: median(trials), unit: "nights", ...(barred && {bar: {atMost: nights!}})},
      {what: `${what}: found within 14 nights`, value: 100 * early, unit: "%"}
    ];
  });
  const share = falseNights({seeds: seedsFrom(7000, 60), variation});
  return [
    ...found,
    {what: `clean nights flagged, nights varying by ${name}`, value: 100 * share, unit: "%", bar: {atMost: 2}}
  ];
}

function stages(): Row[] {
  return Object.entries(cleanNoise).map(([name, noise]) => {
    const worst = (sharesOf: typeof stageShares) => {
      const shares = seedsFrom(1, 10).flatMap((seed) => sharesOf(noise, {seed}));
      return Math.max(...shares.map((share) => 100 * Math.abs(share - 1)));
    };
    return {
      what: `share outside of any stage, off nominal: ${name}, worst of 10 series`,
      value: worst(stageShares),
      unit: "%",
      bar: {atMost: 15},
      rival: {name: "mean and deviation of the past", value: worst(normalShares)}
    };
  });
}

/** The same as `stageShares` for the bounds of a normal distribution with the past's mean and standard deviation. */
function normalShares(noise: (typeof cleanNoise)[string], {seed = 1, past = 6000, rows = 60_000} = {}): number[] {
  const next = noise(seed, 144);
  const values = Float64Array.from({length: past + rows}, next);
  const before = values.subarray(0, past);
  const [center, deviation] = [mean(before), standardDeviation(before)];
  return stageLevels.map((level) => {
    const reach = normalQuantile((1 + level) / 2) * deviation;
    return values.subarray(past).filter((value) => Math.abs(value - center) > reach).length / rows / (1 - level);
  });
}
