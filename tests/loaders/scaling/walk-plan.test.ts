import assert from "node:assert/strict";
import {test} from "node:test";
import {comparePlans} from "../../../loaders/scaling/compare-plans.ts";
import {type WalkRules, walkPlan} from "../../../loaders/scaling/walk-plan.ts";
import {seeded} from "../../support/random.ts";

const minute = 60_000;
const day = 1440;
const start = Date.UTC(2026, 2, 2, 0, 20);
const rules: WalkRules = {
  capacity: 100,
  bootMs: 5 * minute,
  cooldownMs: 10 * minute,
  min: 1,
  max: 1000,
  headroom: "auto",
  targetShort: 0.01,
  horizonMs: 60 * minute
};
const {headroom: _, ...rest} = rules;

/** Quiet nights, busy evenings, a rush at 20:00, noise, and days that differ from each other. */
function minutesOf(days: number, {seed = 1, rush = 1.5, noise = 0.1} = {}): Float64Array {
  const next = seeded(seed);
  let level = 1;
  return Float64Array.from({length: days * day}, (_, i) => {
    if (i % day === 0) level = 0.8 + 0.4 * next();
    const hour = ((i + 20) % day) / 60;
    const shape = 1200 - 1000 * Math.cos((2 * Math.PI * (hour - 4)) / 24);
    return level * shape * (hour >= 20 && hour < 22 ? rush : 1) * (1 + noise * (2 * next() - 1));
  });
}
const walk = (values: Float64Array, change: Partial<WalkRules> = {}) =>
  walkPlan({start, step: minute, values}, {...rules, ...change});
const named = (result: ReturnType<typeof walk>, name: string, last?: number) =>
  comparePlans(result, {...rest, last})!.plans.find((plan) => plan.name === name)!;

test("walkPlan() decides each hour's servers from what was known a boot time before it", () => {
  const values = minutesOf(5);
  const whole = walk(values);
  for (const known of [700, 2 * day, 3 * day + 35, 3 * day + 36, 4 * day + 777]) {
    const cut = walk(values.subarray(0, known));
    assert.deepEqual(cut.plan.needed, whole.plan.needed.subarray(0, cut.plan.needed.length), `${known} minutes`);
    const other = values.map((value, i) => (i < known ? value : 5 * value + 3000));
    const decided = Math.floor((known + 5 - (whole.load.start - start) / minute) / 60 + 1) * 60;
    assert.deepEqual(
      walk(other).plan.needed.subarray(0, decided),
      whole.plan.needed.subarray(0, decided),
      `${known} minutes`
    );
  }
});

test("walkPlan() gives each whole hour of the clock one number", () => {
  const {load, plan} = walk(minutesOf(3));
  assert.equal(load.start % (60 * minute), 0);
  assert.equal(load.values.length % 60, 0);
  for (let i = 0; i < plan.needed.length; ++i) assert.equal(plan.needed[i], plan.needed[i - (i % 60)]);
});

test("walkPlan() plans what comes next as it would have in a longer file", () => {
  const values = minutesOf(20);
  const known = 19 * day + 35;
  const {coming} = walk(values.subarray(0, known));
  const {load, plan} = walk(values);
  assert.equal(coming.time, start + (known + 5) * minute);
  assert.equal(coming.servers, plan.needed[(coming.time - load.start) / minute]);
  assert.ok(coming.bound > coming.expected);
});

test("walkPlan() keeps its target of minutes short and saves most of what can be saved", () => {
  for (const targetShort of [0.002, 0.01, 0.05]) {
    const result = walk(minutesOf(56), {targetShort});
    const [plan, perfect] = [named(result, "plan", 42 * day), named(result, "perfect", 42 * day)];
    assert.ok(plan.short <= targetShort, `${plan.short} for ${targetShort}`);
    assert.ok(plan.saved > perfect.saved - 0.12, `${plan.saved} of ${perfect.saved}`);
  }
  const [careful, bold] = [0.002, 0.05].map((targetShort) => named(walk(minutesOf(56), {targetShort}), "plan"));
  assert.ok(careful!.saved < bold!.saved);
});

test("walkPlan() knows a rush that comes every day before it begins", () => {
  const {load, plan} = walk(minutesOf(21, {rush: 3, noise: 0.02}));
  const short = load.values.reduce(
    (count, value, i) => count + Number(i > 14 * day && value > 100 * plan.inService[i]!),
    0
  );
  assert.ok(short < 0.01 * 6 * day, String(short));
});

test("walkPlan() takes a headroom that is given", () => {
  const values = minutesOf(14);
  const [tight, wide] = [0, 0.5].map((headroom) => walk(values, {headroom}));
  assert.ok(Math.abs(tight!.coming.bound - tight!.coming.expected) < 1e-6);
  assert.ok(Math.abs(wide!.coming.bound - 1.5 * wide!.coming.expected) < 1e-6);
  assert.ok(named(wide!, "plan").short < named(tight!, "plan").short);
});

test("walkPlan() renews a plan more often when told to, and is closer to the load", () => {
  const values = minutesOf(28, {rush: 2});
  const often = walk(values, {horizonMs: 10 * minute});
  assert.ok(named(often, "plan").saved > named(walk(values), "plan").saved);
  assert.ok(named(often, "plan").short < 0.02);
});

test("walkPlan() passes over gaps and long outages", () => {
  const values = minutesOf(28).map((value, i) => (i % 97 < 3 || (i > 9 * day && i < 11 * day) ? Number.NaN : value));
  values[0] = 100;
  const {plan, coming} = walk(values);
  assert.ok(plan.needed.every((servers) => servers >= 1 && servers < 200));
  assert.ok(coming.servers > 0 && Number.isFinite(coming.bound));
});

test("walkPlan() of a load that is nothing, always the same or one spike stays sane", () => {
  const nothing = walk(new Float64Array(10 * day));
  assert.deepEqual([...new Set(nothing.plan.needed)], [1]);
  const same = walk(new Float64Array(10 * day).fill(950));
  assert.equal(same.coming.servers, 10);
  assert.equal(named(same, "plan").minutesUnder, 0);
  const spike = walk(new Float64Array(10 * day).fill(50).map((value, i) => (i === 7 * day ? 1e9 : value)));
  assert.ok(spike.plan.needed.every((servers) => servers >= 1 && servers <= 1000));
});

test("walkPlan() plans by the hour from hourly values", () => {
  const minutes = minutesOf(28);
  const values = Float64Array.from({length: 28 * 24}, (_, i) => minutes[i * 60]!);
  const result = walkPlan({start: Date.UTC(2026, 2, 2), step: 60 * minute, values}, rules);
  assert.equal(result.coming.time, Date.UTC(2026, 2, 30) + 60 * minute);
  const {saved, short} = named(result, "plan", 14 * day);
  assert.ok(saved > 0.1 && short < 0.05, `${saved} ${short}`);
});

test("walkPlan() names what it cannot plan by", () => {
  assert.throws(() => walk(minutesOf(1).subarray(0, 119)), /too short a load: 119 minutes/);
  assert.throws(() => walk(minutesOf(2), {horizonMs: 7 * minute}), /invalid horizon: 7 min/);
  assert.throws(() => walk(minutesOf(2), {horizonMs: 0}), /invalid horizon: 0 min/);
  assert.throws(() => walk(minutesOf(2), {horizonMs: day * minute}), /invalid horizon: 1440 min \(with the boot time/);
});

test("comparePlans() without a whole period is null", () => {
  const short = walk(minutesOf(1).subarray(0, 120));
  assert.equal(short.plan.needed.length, 0);
  assert.equal(comparePlans(short, rest), null);
});

test("comparePlans() puts a plan between a fixed number and the best possible one", () => {
  const result = walk(minutesOf(28));
  const {from, to, plans} = comparePlans(result, {...rest, price: 2, last: 7 * day})!;
  assert.equal(to - from, 7 * day * minute);
  const [plan, fixed, reactive, perfect] = plans;
  assert.deepEqual(
    plans.map(({name}) => name),
    ["plan", "static", "reactive", "perfect"]
  );
  assert.ok(perfect!.serverHours < plan!.serverHours && plan!.serverHours < fixed!.serverHours);
  assert.deepEqual([fixed!.saved, fixed!.short, perfect!.short], [0, 0, 0]);
  assert.equal(plan!.cost, 2 * plan!.serverHours);
  assert.equal(reactive!.short, reactive!.minutesUnder / (7 * day));
});
