import assert from "node:assert/strict";
import {test} from "node:test";
import {noveltyFindings} from "../../../../loaders/outliers/novelty/novelty-findings.ts";
import {scoreSeries} from "../../../../loaders/outliers/novelty/score-series.ts";

const start = Date.UTC(2026, 0);
const hour = 3_600_000;
const times = Float64Array.from({length: 1200}, (_, i) => start + i * hour);
/** A daily wave with a ripple. */
const values = times.map((_, i) => 100 + 10 * Math.sin((2 * Math.PI * i) / 24) + Math.sin(i * i));

test("noveltyFindings() tells from when to when, how bad, and what was expected", () => {
  const leaking = values.map((value, i) => (i >= 1000 && i < 1006 ? 160 : value));
  const [finding, ...others] = noveltyFindings("001/flow", scoreSeries({times, values: leaking}).moments);
  assert.deepEqual(others, []);
  const {expected, reason, to, ...rest} = finding!;
  assert.deepEqual(rest, {series: "001/flow", time: times[1000], stage: 4, value: 160});
  assert.ok(to >= times[1005]! && to < times[1060]!, new Date(to).toISOString());
  assert.ok(Math.abs(expected! - values[1000]!) < 4, String(expected));
  assert.match(
    reason,
    /^160, where \d+(\.\d+)? came after the most similar moments: the \w+.* times as far from the nearest in the past as is usual; rarer than 99.\d % of the moments before\.$/
  );
});

test("noveltyFindings() finds nothing where nothing is", () => {
  assert.deepEqual(noveltyFindings("001/flow", scoreSeries({times, values}).moments), []);
  assert.deepEqual(noveltyFindings("001/flow", []), []);
});
