import assert from "node:assert/strict";
import {test} from "node:test";
import {replayedLoad} from "../../../loaders/scaling/replayed-load.ts";
import {seeded} from "../../support/random.ts";

const minute = 60_000;
const day = 1440;
const rules = {capacity: 100, bootMs: 5 * minute};
const start = Date.UTC(2026, 2, 2);

function load(days: number): Float64Array {
  const next = seeded(2);
  return Float64Array.from(
    {length: days * day},
    (_, i) => (500 - 400 * Math.cos((2 * Math.PI * i) / day)) * (1 + 0.1 * next())
  );
}
const replayed = (values: Float64Array) => replayedLoad({start, step: minute, values}, rules)!;

test("replayedLoad() is the last fourteen days beside bounds that hold, and not far above", () => {
  const {actual, bound} = replayed(load(29));
  assert.deepEqual([actual.start, actual.step], [start + 15 * day * minute, minute]);
  assert.deepEqual([actual.values.length, bound.length], [14 * day, 14 * day]);
  const above = actual.values.filter((value, i) => value > bound[i]!).length;
  assert.ok(above <= 0.01 * 14 * day, String(above));
  const total = (values: Float64Array) => values.reduce((a, b) => a + b);
  assert.ok(total(bound) < 1.25 * total(actual.values));
});

test("replayedLoad() made each bound a quarter of an hour before its hour", () => {
  const values = load(10);
  const known = 9 * day + 45;
  const other = values.map((value, i) => (i < known ? value : 10 * value));
  const decided = known + 15 - 5 * day + 60;
  assert.deepEqual(replayed(other).bound.subarray(0, decided), replayed(values).bound.subarray(0, decided));
  assert.notDeepEqual(replayed(other).bound, replayed(values).bound);
});

test("replayedLoad() of a short history is null", () => {
  assert.equal(replayedLoad({start, step: minute, values: load(3)}, rules), null);
});
