import assert from "node:assert/strict";
import test from "node:test";
import {day, hour, minute} from "../../../data/demo/calendar.ts";
import {faults, leakShare} from "../../../data/demo/faults.ts";
import {type MeterId, meterOf, meters} from "../../../data/demo/meters.ts";
import {type WaterReading, waterPlant} from "../../../data/demo/water.ts";
import {anchor, mean, median} from "./fixture.ts";

const read = waterPlant(anchor);
const range = (from: number, to: number) => Array.from({length: (to - from) / minute}, (_, i) => from + i * minute);
const readings = (id: MeterId, from: number, to: number): WaterReading[] =>
  range(from, to).flatMap((time) => read(id, time) ?? []);
const flows = (id: MeterId, from: number, to: number) => readings(id, from, to).map(({flow}) => flow);
const midnight = (daysBack: number) => Math.floor(anchor / day - daysBack) * day;

/** Mean flow from three to four of some nights, over what those nights would have without a leak. */
const nightExcess = (id: MeterId, daysBack: number[]) => {
  const nights = daysBack.map(midnight).map((at) => ({from: at + 3 * hour, to: at + 4 * hour}));
  const expected = nights.map(({from, to}) => mean(range(from, to).map(meterOf[id].expectedFlow)));
  return mean(nights.map(({from, to}, i) => mean(flows(id, from, to)) - expected[i]!));
};

test("waterPlant(anchor) gives a minute the same alone, in bulk and from another plant", () => {
  const other = waterPlant(anchor);
  const bulk = range(anchor - day, anchor + day).map((time) => read("002", time));
  const alone = range(anchor - day, anchor + day)
    .toReversed()
    .map((time) => other("002", time));
  assert.deepEqual(bulk, alone.toReversed());
});

test("expectedFlow(time) peaks later on Sundays, and takes Christmas for one", () => {
  const morning = (at: number) => range(at, at + 12 * hour).map(meterOf["001"].expectedFlow);
  const peak = (at: number) => morning(at).indexOf(Math.max(...morning(at)));
  const monday = Date.UTC(2026, 2, 16);
  const christmas = Date.UTC(2025, 11, 25);
  assert.ok(peak(monday - day) > peak(monday) + 60);
  assert.equal(peak(christmas), peak(monday - day));
});

test("waterPlant(anchor) lets pressure fall as flow rises", () => {
  for (const id of meters) {
    const some = readings(id, anchor - 40 * day, anchor - 38 * day);
    const [flow, pressure] = [mean(some.map((r) => r.flow)), mean(some.map((r) => r.pressure))];
    const covariance = mean(some.map((r) => (r.flow - flow) * (r.pressure - pressure)));
    const variances = mean(some.map((r) => (r.flow - flow) ** 2)) * mean(some.map((r) => (r.pressure - pressure) ** 2));
    assert.ok(covariance / Math.sqrt(variances) < -0.9, id);
  }
});

test("waterPlant(anchor) raises the night flow of 001 by the leak's share, and goes on", () => {
  const before = nightExcess("001", [28, 27, 26, 25, 24, 23]);
  const after = nightExcess("001", [-1, -2, -3, -4, -5, -6]);
  const share = (after - before) / meterOf["001"].nightFlow;
  assert.ok(Math.abs(share - leakShare) < 0.05, `${share}`);
});

test("waterPlant(anchor) lets a main at 002 burst for five hours", () => {
  const burst = faults(anchor).find(({kind}) => kind === "burst")!;
  assert.ok(burst.kind === "burst");
  const excess = (from: number, to: number) =>
    median(range(from, to).map((time) => read("002", time)!.flow - meterOf["002"].expectedFlow(time)));
  const during = excess(burst.from, burst.to);
  assert.ok(Math.abs(during - excess(burst.from - 5 * hour, burst.from) - burst.flow) < 15, `${during}`);
  assert.ok(Math.abs(excess(burst.to, burst.to + 5 * hour)) < 15);
  const drop = read("002", burst.from - minute)!.pressure - read("002", burst.from)!.pressure;
  assert.ok(drop > 0.4, `${drop}`);
});

test("waterPlant(anchor) lets 003 repeat itself for six hours", () => {
  const stuck = faults(anchor).find(({kind}) => kind === "stuck")!;
  assert.equal(stuck.to - stuck.from, 6 * hour);
  assert.equal(new Set(flows("003", stuck.from, stuck.to)).size, 1);
  assert.ok(new Set(flows("003", stuck.to, stuck.to + hour)).size > 10);
});

test("waterPlant(anchor) says nothing in gaps, and only there", () => {
  for (const id of meters) {
    const gaps = faults(anchor).filter(({kind, meter}) => kind === "gap" && meter === id);
    const silent = range(anchor - 365 * day, anchor).filter((time) => read(id, time) === null);
    assert.deepEqual(
      silent,
      gaps.flatMap(({from, to}) => range(from, to)).toSorted((a, b) => a - b)
    );
  }
});

test("faults(anchor) has a gap in the last week and no two faults of a meter at once, but for the leak", () => {
  const all = faults(anchor);
  assert.ok(all.some(({kind, from}) => kind === "gap" && from > anchor - 7 * day));
  const passing = all.filter(({kind}) => kind !== "leak");
  for (const a of passing)
    for (const b of passing) assert.ok(a === b || a.meter !== b.meter || a.to <= b.from || b.to <= a.from);
  for (const fault of all)
    if (fault.kind === "impossible") assert.equal(read(fault.meter, fault.from)![fault.quantity], fault.value);
});
