import assert from "node:assert/strict";
import {test} from "node:test";
import {requestSteps, requestTotals} from "../../../loaders/requests/request-steps.ts";

const minute = 60_000;
const times = (pairs: [number, number | null][]) => ({
  requestedAt: Float64Array.from(pairs, ([asked]) => asked * minute),
  processedAt: Float64Array.from(pairs, ([, done]) => (done ?? Number.NaN) * minute)
});
const edges = [0, 60 * minute, 120 * minute];

test("requestSteps() counts by step and carries the backlog from before the first one", () => {
  const steps = requestSteps(
    times([
      [-50, null],
      [-40, 10],
      [5, 7],
      [30, 90],
      [60, 64]
    ]),
    edges
  );
  assert.deepEqual(steps, [
    {time: 0, requested: 2, processed: 2, backlog: 2, delay: {p50: 26, p95: 47.6, p99: 49.52}},
    {time: 60 * minute, requested: 1, processed: 2, backlog: 1, delay: {p50: 32, p95: 57.2, p99: 59.44}}
  ]);
});

test("requestSteps() of quiet steps keeps the backlog and knows no delay", () => {
  const quiet = {requested: 0, processed: 0, backlog: 1, delay: null};
  assert.deepEqual(requestSteps(times([[-1, null]]), edges), [
    {time: 0, ...quiet},
    {time: 60 * minute, ...quiet}
  ]);
});

test("requestTotals() counts what was made and what was processed since an instant", () => {
  const some = times([
    [-50, 10],
    [5, null]
  ]);
  assert.deepEqual(requestTotals(some, 0), {requested: 1, processed: 1, delay: {p50: 60, p95: 60, p99: 60}});
  assert.equal(requestTotals(some).requested, 2);
  assert.deepEqual(requestTotals(times([])), {requested: 0, processed: 0, delay: null});
});
