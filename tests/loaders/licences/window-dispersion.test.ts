import assert from "node:assert/strict";
import {test} from "node:test";
import {negativeBinomialQuantile} from "../../../loaders/licences/negative-binomial.ts";
import {windowDispersion} from "../../../loaders/licences/window-dispersion.ts";
import {windowSums} from "../../../loaders/licences/window-sums.ts";
import {hourlyCounts} from "../../support/counts.ts";
import {seeded} from "../../support/random.ts";

const horizon = 216;
const lengths = [1, 4, 12, 24, 48];
const mean = (hour: number) =>
  40 * (1.2 - Math.cos((2 * Math.PI * (hour % 24)) / 24)) * (Math.floor(hour / 24) % 7 < 5 ? 1 : 0.6);

/** A forecast that knows the mean, over half a year of counts: a trial every 25 hours of the last third. */
function trialsOf(seed: number, wander: {spread?: number; memory?: number}) {
  const hours = 26 * 168;
  const counts = hourlyCounts(hours + horizon, {mean, ...wander}, seeded(seed));
  const forecast = (origin: number) => Float64Array.from({length: horizon}, (_, h) => mean(origin + h));
  const origins = Array.from({length: 50}, (_, i) => hours - horizon - (49 - i) * 25);
  return {
    trials: origins.map((origin) => ({
      origin,
      forecast: forecast(origin),
      actual: counts.subarray(origin, origin + horizon)
    })),
    next: {forecast: forecast(hours), actual: counts.subarray(hours)}
  };
}

for (const [name, wander] of Object.entries({
  "of Poisson counts": {},
  "of counts that differ more, hour for hour": {spread: 0.3},
  "of counts whose neighbouring hours err alike": {spread: 0.3, memory: 0.97}
}))
  test(`windowDispersion() ${name} makes intervals of windows that hold 90 %`, () => {
    const inside = new Map(lengths.map((length) => [length, 0]));
    const seeds = 200;
    for (let seed = 1; seed <= seeds; ++seed) {
      const {trials, next} = trialsOf(seed, wander);
      const dispersion = windowDispersion(trials);
      const forecast = windowSums(next.forecast, 48);
      const actual = windowSums(next.actual, 48);
      for (const length of lengths) {
        // the forecast knows the truth here, so choosing the quietest changes nothing
        const sums = forecast[length]!;
        const at = sums.reduce((best, sum, i) => (sum < sums[best]! ? i : best), 0);
        const expected = sums[at]!;
        const variance = expected + dispersion[length]! * expected ** 2;
        const count = actual[length]![at]!;
        if (
          count >= negativeBinomialQuantile(0.05, expected, variance) &&
          count <= negativeBinomialQuantile(0.95, expected, variance)
        )
          inside.set(length, inside.get(length)! + 1);
      }
    }
    const shares = [...inside.values()].map((n) => n / seeds);
    const all = shares.reduce((a, b) => a + b) / shares.length;
    assert.ok(all >= 0.85 && all <= 0.95, `${shares}`);
    // intervals of small counts hold a little more, for they end on whole numbers
    assert.ok(Math.min(...shares) >= 0.85 && Math.max(...shares) <= 0.97, `${shares}`);
  });

test("windowDispersion() falls with the length of independent errors and stays for those that hours share", () => {
  const ratio = (wander: {spread: number; memory?: number}) => {
    const dispersions = Array.from({length: 20}, (_, seed) => windowDispersion(trialsOf(seed + 1, wander).trials));
    const sum = (length: number) => dispersions.reduce((total, one) => total + one[length]!, 0);
    return sum(24) / sum(1);
  };
  assert.ok(ratio({spread: 0.3}) < 0.1, `independent: ${ratio({spread: 0.3})}`);
  assert.ok(ratio({spread: 0.3, memory: 0.97}) > 0.6, `shared: ${ratio({spread: 0.3, memory: 0.97})}`);
});

test("windowDispersion() of counts that never differ is 0, and gaps are left out", () => {
  const forecast = new Float64Array(horizon).fill(3);
  const actual = forecast.slice();
  actual[40] = Number.NaN;
  assert.ok(windowDispersion([{origin: 700, forecast, actual}]).every((value) => value === 0));
  const nothing = new Float64Array(horizon);
  assert.ok(windowDispersion([{origin: 700, forecast: nothing, actual: nothing}]).every((value) => value === 0));
});
