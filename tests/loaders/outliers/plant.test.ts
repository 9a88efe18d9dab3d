import assert from "node:assert/strict";
import {test} from "node:test";
import {median} from "../../../loaders/math/quantile.ts";
import {detect} from "../../../loaders/outliers/detector.ts";
import {system} from "../../../loaders/outliers/system.ts";
import {intervalF1} from "../../support/interval-f1.ts";
import {falseNights, nightsToLeak} from "../../support/night-trials.ts";
import {observedFlow, simulatedPlant} from "../../support/simulated-plant.ts";

const dayMs = 86_400_000;
const seeds = (count: number) => Array.from({length: count}, (_, i) => i + 1);

test("simulatedPlant() puts in what it says, and the same for the same seed", () => {
  const options = {days: 40, gaps: 20, stuck: 5, leak: {share: 0.2, day: 30}};
  const plant = simulatedPlant(options);
  const {flow, truth, nightFlow} = plant;
  assert.deepEqual([truth.gaps.length, truth.stuck.length], [20, 5]);
  const missing = truth.gaps.reduce((sum, {from, to}) => sum + (to - from) / flow.step, 0);
  assert.equal(flow.values.filter(Number.isNaN).length, missing);
  for (const {from, to} of truth.gaps) assert.ok(to - from >= 5 * flow.step && to - from <= 300 * flow.step);
  const sound = simulatedPlant({...options, leak: undefined});
  const last = flow.values.length - 1;
  assert.ok(Math.abs(flow.values[last]! - sound.flow.values[last]! - 0.2 * nightFlow) < 0.11);
  assert.deepEqual(simulatedPlant(options), plant);
  assert.notDeepEqual(simulatedPlant({...options, seed: 2}).flow, flow);
  assert.throws(() => simulatedPlant({days: 1, gaps: 5}), /^Error: too many faults: 5 /);
});

for (const [lost, stray] of [
  [200, 5000],
  [20, 30_000]
] as const)
  test(`system.detect() finds missing and stuck intervals where one reading in ${lost} is lost`, () => {
    const plants = seeds(3).map((seed) => {
      const plant = simulatedPlant({days: 120, seed: seed + 50, gaps: 90, stuck: 20});
      const {start} = plant.flow;
      const period = {from: start + 10 * dayMs, to: start + 120 * dayMs};
      const watched = ({to}: {to: number}) => to > period.from;
      const found = detect(system, observedFlow(plant, {lost, stray, seed}), period);
      return {gaps: plant.truth.gaps.filter(watched), stuck: plant.truth.stuck.filter(watched), found};
    });
    const gaps = plants.map((plant) => ({truth: plant.gaps, found: plant.found.filter((one) => one.value === null)}));
    const stuck = plants.map((plant) => ({truth: plant.stuck, found: plant.found.filter((one) => one.value !== null)}));
    assert.ok(intervalF1(gaps) >= 0.99, `gaps ${intervalF1(gaps)}`);
    assert.ok(intervalF1(stuck) >= 0.99, `stuck ${intervalF1(stuck)}`);
  });

for (const [share, nights] of [
  [0.05, 7],
  [0.1, 3],
  [0.2, 2]
] as const)
  test(`nightFlow() finds a leak of ${100 * share} % of the night flow within ${nights} nights`, () => {
    const found = median(nightsToLeak({seeds: seeds(25)}, share));
    assert.ok(found <= nights, `${found} nights`);
  });

for (const [what, options] of [
  ["no season", {season: 0}],
  ["a season", {}],
  ["a season that nights do not share", {nightSeason: 0}],
  ["nights that vary by 6 %", {variation: 0.06}]
] as const)
  test(`nightFlow() flags at most 2 % of clean nights with ${what}`, () => {
    const share = falseNights({seeds: seeds(25), ...options});
    assert.ok(share <= 0.02 && share > 0.001, `${100 * share} %`);
  });
