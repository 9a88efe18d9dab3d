import assert from "node:assert/strict";
import {test} from "node:test";
import {peakBounds} from "../../../loaders/scaling/peak-bounds.ts";
import {seeded} from "../../support/random.ts";

const period = {length: 60, lead: 5, day: 1440, hour: 60};
const hours = 40 * 24;
const options = {headroom: "auto", targetShort: 0.02, floor: 1} as const;

/** Forecasts that always expect 1000, of a load whose errors are of the given size. */
function flat(error: (hour: number) => number) {
  const next = seeded(4);
  const load = Float64Array.from(
    {length: 60 + hours * 60},
    (_, i) => 1000 * Math.exp(error(i / 60) * (2 * next() - 1))
  );
  const starts = Int32Array.from({length: hours + 1}, (_, i) => (i < hours ? 60 + i * 60 : load.length + 5));
  const expected = new Float64Array(hours + 1).fill(Math.log(1001));
  return {load, forecasts: {starts, expected, spread: new Float64Array(hours + 1).fill(0.1)}};
}
const aboveOf = (load: Float64Array, bounds: Float64Array, from: number, to: number) => {
  const part = load.subarray(60 + from * 60, 60 + to * 60);
  return part.filter((value, i) => value > bounds[from + Math.floor(i / 60)]!).length / part.length;
};

test("peakBounds() leaves as many steps above as its target says, whatever the errors", () => {
  for (const size of [0.2, 0.5, 1]) {
    const {load, forecasts} = flat(() => size);
    const bounds = peakBounds(load, forecasts, period, options);
    const above = aboveOf(load, bounds, 48, hours);
    assert.ok(above <= 0.02 && above > 0.005, `${above} at ${size}`);
  }
});

test("peakBounds() follows errors that grow", () => {
  const {load, forecasts} = flat((hour) => (hour < 480 ? 0.1 : 0.4));
  const bounds = peakBounds(load, forecasts, period, options);
  assert.ok(aboveOf(load, bounds, 480, hours) < 0.03);
  assert.ok(bounds[hours]! > 1.2 * bounds[400]!);
});

test("peakBounds() is twice the highest load until a day of errors is known", () => {
  const {load, forecasts} = flat(() => 0.2);
  const bounds = peakBounds(load, forecasts, period, options);
  assert.equal(bounds[0], 2 * Math.max(...load.subarray(0, 55)));
  assert.equal(bounds[20], 2 * Math.max(...load.subarray(0, 60 + 20 * 60 - 5)));
  assert.ok(bounds[25]! < 1.3 * 1000);
});

test("peakBounds() of a given headroom is the expected peak times it", () => {
  const {load, forecasts} = flat(() => 0.2);
  const bounds = peakBounds(load, forecasts, period, {...options, headroom: 0.25});
  assert.ok(bounds.every((bound) => Math.abs(bound - 1250) < 1e-9));
});
