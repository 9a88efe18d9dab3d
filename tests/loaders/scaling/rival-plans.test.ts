import assert from "node:assert/strict";
import {test} from "node:test";
import {perfectPlan, reactivePlan, staticPlan} from "../../../loaders/scaling/rival-plans.ts";
import type {PlanRules} from "../../../loaders/scaling/scaling-plan.ts";

const minute = 60_000;
const rules: PlanRules = {capacity: 100, headroom: 0, bootMs: minute, cooldownMs: 0, min: 1, max: 10};

test("staticPlan() always has what the highest load asks for", () => {
  assert.deepEqual([...staticPlan([50, 350, 50], rules).inService], [4, 4, 4]);
  assert.deepEqual([...staticPlan([50, 350, 50], {...rules, headroom: 0.2}).started], [5, 5, 5]);
});

test("perfectPlan() has what each minute asks for, without headroom", () => {
  const {started, inService} = perfectPlan([50, 50, 350, 50], {...rules, headroom: 0.5});
  assert.deepEqual([...started], [1, 4, 4, 1]);
  assert.deepEqual([...inService], [1, 1, 4, 1]);
});

test("reactivePlan() is late by its lag", () => {
  const load = [50, 350, 350, 350, 350, 350, 350, 350];
  assert.deepEqual([...reactivePlan(load, rules).inService], [1, 1, 1, 1, 1, 1, 4, 4]);
  assert.deepEqual([...reactivePlan(load, rules).started], [1, 1, 1, 1, 1, 4, 4, 4]);
});

test("reactivePlan() is late by the boot time when that is longer", () => {
  const load = [50, 350, 350, 350];
  assert.deepEqual([...reactivePlan(load, {...rules, bootMs: 2 * minute}, {lagMs: minute}).inService], [1, 1, 1, 4]);
});
