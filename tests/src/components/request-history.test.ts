import assert from "node:assert/strict";
import {test} from "node:test";
import {delayCounts, delayRatio} from "../../../loaders/requests/delay-counts.ts";
import {delayQuantiles as exactQuantiles} from "../../../loaders/requests/delay-quantiles.ts";
import {delayQuantiles} from "../../../src/components/delay-counts.js";
import {requestHistory} from "../../../src/components/request-history.js";
import {seeded} from "../../support/random.ts";

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-03-27T23:00Z");
const counts = (n: number) => Array.from({length: n}, (_, i) => i);
const history = requestHistory({
  hours: {start, backlog: 5, requested: counts(96), processed: counts(96).map((i) => Math.max(0, i - 1))},
  delays: null
});

test("requestHistory().steps() adds hours up to the days of the zone, the last as far as it is asked for", () => {
  const days = history.steps({from: start, to: start + 71 * hour}, "day", "Europe/Berlin");
  const sum = (from: number, to: number) =>
    counts(to)
      .slice(from)
      .reduce((a, b) => a + b, 0);
  assert.deepEqual(
    days.map(({time, end, requested}) => [(end - time) / hour, requested]),
    [
      [24, sum(0, 24)],
      [23, sum(24, 47)],
      [24, sum(47, 71)]
    ]
  );
  const utc = history.steps({from: start + hour, to: start + 30 * hour}, "day", "UTC");
  assert.deepEqual(
    utc.map(({requested}) => requested),
    [sum(1, 25), sum(25, 30)]
  );
});

test("requestHistory().count() agrees with the sum of the steps of any period, hours at its ends as a whole", () => {
  for (const [from, to] of [
    [0, 96],
    [3.5, 20.25],
    [-50, 12],
    [90, 400]
  ] as const) {
    const period = {from: start + from * hour, to: start + to * hour};
    for (const grain of ["hour", "day", "week"] as const) {
      const steps = history.steps(period, grain, "Europe/Berlin");
      assert.deepEqual(history.count(period), {
        requested: steps.reduce((sum, {requested}) => sum + requested, 0),
        processed: steps.reduce((sum, {processed}) => sum + processed, 0)
      });
    }
  }
});

test("requestHistory().steps() carries the backlog from before the period", () => {
  const [first, second] = history.steps({from: start + 10 * hour, to: start + 12 * hour}, "hour", "UTC");
  // one more is requested than processed in every hour but the first
  assert.deepEqual([first!.backlog, second!.backlog], [15, 16]);
});

test("requestHistory().steps() of a period without data are none", () => {
  assert.deepEqual(history.steps({from: start - 9 * day, to: start - 8 * day}, "day", "UTC"), []);
  assert.deepEqual(requestHistory({hours: null, delays: null}).steps({from: 0, to: day}, "hour", "UTC"), []);
});

test("delayQuantiles() of counts are those of the delays themselves within 2.5 %, also while some wait", () => {
  const random = seeded(7);
  const now = start + 10 * day;
  const made = Array.from({length: 3000}, () => start + random() * 10 * day);
  for (const share of [0, 0.02, 0.2]) {
    const delays = made.map(() => Math.exp(random() * 8) * 1000);
    const waits = made.map((time, i) => random() < share || time + delays[i]! > now);
    const processed = made.map((time, i) => (waits[i] ? Number.NaN : time + delays[i]!));
    const edges = Array.from({length: 11}, (_, i) => start + i * day);
    const found = delayCounts(
      {requestedAt: Float64Array.from(made), processedAt: Float64Array.from(processed), now},
      edges
    );
    const [half, most] = delayQuantiles(
      found,
      edges.slice(1).map((_, i) => i),
      [0.5, 0.95],
      delayRatio
    );
    const exact = exactQuantiles(
      delays.filter((_, i) => !waits[i]),
      made.filter((_, i) => waits[i]).map((time) => now - time)
    )!;
    near(half!.known, exact.p50);
    near(most!.known, exact.p95);
    near(most!.over, exact.over95);
  }
});

function near(value: number | null, exact: number | null) {
  if (value === null || exact === null) assert.equal(value, exact);
  else assert.ok(Math.abs(value / exact - 1) < 0.0251, `${value} is not near ${exact}`);
}
