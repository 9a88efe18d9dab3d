import assert from "node:assert/strict";
import {test} from "node:test";
import {type PlanRules, scalingPlan, serversFor} from "../../../loaders/scaling/scaling-plan.ts";

const minute = 60_000;
const rules: PlanRules = {capacity: 100, headroom: 0, bootMs: 0, cooldownMs: 0, min: 1, max: 10};
const plan = (load: number[], change: Partial<PlanRules> = {}) => {
  const {needed, started, inService} = scalingPlan(load, {...rules, ...change});
  return {needed: [...needed], started: [...started], inService: [...inService]};
};

test("serversFor() rounds up, adds the headroom and keeps to the bounds", () => {
  assert.equal(serversFor(0, rules), 1);
  assert.equal(serversFor(100, rules), 1);
  assert.equal(serversFor(100.1, rules), 2);
  assert.equal(serversFor(100, {...rules, headroom: 0.1}), 2);
  assert.equal(serversFor(300, {...rules, capacity: 110, headroom: 0.1}), 3);
  assert.equal(serversFor(1e9, rules), 10);
  assert.equal(serversFor(0, {...rules, min: 0}), 0);
});

test("serversFor() refuses a load that is not one", () => {
  assert.throws(() => serversFor(Number.NaN, rules), /invalid load: NaN \(fill gaps before planning\)/);
  assert.throws(() => serversFor(-1, rules), /invalid load: -1/);
});

test("scalingPlan() of instant servers follows the need", () => {
  const {needed, started, inService} = plan([50, 250, 50, 150]);
  assert.deepEqual(needed, [1, 3, 1, 2]);
  assert.deepEqual(started, needed);
  assert.deepEqual(inService, needed);
});

test("scalingPlan() starts servers a boot time before the need", () => {
  const {started, inService} = plan([50, 50, 50, 250, 250], {bootMs: 2 * minute});
  assert.deepEqual(started, [1, 3, 3, 3, 3]);
  assert.deepEqual(inService, [1, 1, 1, 3, 3]);
});

test("scalingPlan() stops servers a cool-down after the last need", () => {
  const {started} = plan([250, 250, 50, 50, 50, 50], {cooldownMs: 2 * minute});
  assert.deepEqual(started, [3, 3, 3, 3, 1, 1]);
});

test("scalingPlan() keeps servers through a dip shorter than boot and cool-down together", () => {
  const dip = [250, 50, 50, 50, 250];
  assert.deepEqual(plan(dip, {bootMs: 2 * minute, cooldownMs: minute}).started, [3, 3, 3, 3, 3]);
  assert.deepEqual(plan(dip, {bootMs: minute, cooldownMs: minute}).started, [3, 3, 1, 3, 3]);
});

test("scalingPlan() counts part of a step as a whole one", () => {
  assert.deepEqual(plan([50, 50, 250], {bootMs: 1}).started, [1, 3, 3]);
  const hourly = scalingPlan([50, 250], {...rules, bootMs: 5 * minute}, {stepMs: 60 * minute});
  assert.deepEqual([...hourly.started], [3, 3]);
});

test("scalingPlan() takes what the first step needs to be in service", () => {
  assert.deepEqual(plan([450, 450, 50], {bootMs: 5 * minute}).inService.slice(0, 2), [5, 5]);
});

test("scalingPlan() of nothing is nothing", () => {
  assert.deepEqual(plan([]), {needed: [], started: [], inService: []});
});

test("scalingPlan() always has in service what is needed, has started what is in service, and wastes no start", () => {
  let state = 7;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (let run = 0; run < 200; ++run) {
    const load = Array.from({length: 60}, () => 1200 * random() ** 3);
    const boot = Math.floor(6 * random());
    const cooldown = Math.floor(6 * random());
    const {needed, started, inService} = plan(load, {bootMs: boot * minute, cooldownMs: cooldown * minute});
    for (let i = 0; i < load.length; ++i) {
      assert.ok(inService[i]! >= needed[i]!, "enough");
      assert.ok(started[i]! >= inService[i]!, "nothing serves unstarted");
      assert.ok(needed.slice(Math.max(0, i - cooldown), i + boot + 1).includes(started[i]!), "no more than some need");
      assert.ok(
        started.slice(Math.max(0, i - boot), i + 1).every((n) => n >= inService[i]!),
        "booted"
      );
    }
  }
});
