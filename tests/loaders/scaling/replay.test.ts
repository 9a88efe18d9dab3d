import assert from "node:assert/strict";
import {test} from "node:test";
import {replay, whatIf} from "../../../loaders/scaling/replay.ts";

const minute = 60_000;
const rules = {capacity: 100, headroom: 0, bootMs: 5 * minute, cooldownMs: 10 * minute, min: 1, max: 20, price: 2};
const hours = 48;
/** Quiet nights, busy days. */
const load = Float64Array.from({length: hours * 60}, (_, i) => (Math.floor(i / 720) % 2 ? 950 : 150));
const replayed = {actual: {start: 0, step: minute, values: load}, bound: load};
const named = (name: string, given = replayed) => replay(given, rules).strategies.find((s) => s.name === name)!;

test("replay() of a true forecast is as good as the perfect plan, and dearer than none but it", () => {
  const {serverHours, minutesUnder, actions} = named("forecast");
  assert.deepEqual(
    {serverHours, minutesUnder, actions},
    {
      serverHours: named("perfect").serverHours,
      minutesUnder: 0,
      actions: 3
    }
  );
  assert.equal(named("static").serverHours, 10 * hours);
  assert.equal(named("static").saved, 0);
  assert.ok(named("forecast").saved > 0.35);
  assert.equal(named("forecast").cost, 2 * serverHours);
});

test("replay() shows a reactive scaler short for as long as its servers boot", () => {
  assert.equal(named("reactive").minutesUnder, 2 * 5);
});

test("replay() of a forecast that missed everything is short alone and late when guarded", () => {
  const blind = {...replayed, bound: load.map(() => 150)};
  assert.equal(named("forecast", blind).minutesUnder, 24 * 60);
  assert.equal(named("guarded", blind).minutesUnder, named("reactive").minutesUnder);
});

test("replay() counts gaps of the load as carried", () => {
  const gaps = load.map((value, i) => (i < 720 ? Number.NaN : value));
  assert.equal(named("static", {...replayed, actual: {start: 0, step: minute, values: gaps}}).minutesUnder, 0);
});

test("whatIf() spans capacities, headrooms and boot times, and holds the rules' own point", () => {
  const grid = whatIf(replayed, rules);
  assert.equal(grid.length, 75);
  const own = grid.find((p) => p.capacity === 100 && p.headroom === 0 && p.bootMs === 5 * minute)!;
  const {serverHours, saved} = named("forecast");
  assert.deepEqual([own.serverHours, own.saved], [serverHours, saved]);
  const twice = grid.find((p) => p.capacity === 200 && p.headroom === 0 && p.bootMs === 5 * minute)!;
  assert.ok(twice.serverHours < own.serverHours);
});
