import assert from "node:assert/strict";
import {test} from "node:test";
import {requestSteps, requestTotals} from "../../../loaders/requests/request-steps.ts";

const minute = 60_000;
const times = (pairs: [number, number | null][], now = 120) => ({
  requestedAt: Float64Array.from(pairs, ([asked]) => asked * minute),
  processedAt: Float64Array.from(pairs, ([, done]) => (done ?? Number.NaN) * minute),
  now: now * minute
});
const edges = [0, 60 * minute, 120 * minute];
const known = {over50: null, over95: null, over99: null};

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
    {time: 0, requested: 2, processed: 2, backlog: 2, delay: {p50: 2, p95: 60, p99: 60, ...known}},
    {time: 60 * minute, requested: 1, processed: 2, backlog: 1, delay: {p50: 4, p95: 4, p99: 4, ...known}}
  ]);
});

test("requestSteps() counts who still waits by the age at the last instant known", () => {
  const [step] = requestSteps(
    times(
      [
        [5, 7],
        [10, null],
        [20, null],
        [30, null]
      ],
      100
    ),
    edges
  );
  assert.deepEqual(step!.delay, {p50: null, p95: null, p99: null, over50: 70, over95: 90, over99: 90});
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
  const waits = {p50: null, p95: null, p99: null, over50: 115, over95: 115, over99: 115};
  assert.deepEqual(requestTotals(some, 0), {requested: 1, processed: 1, delay: waits});
  assert.equal(requestTotals(some).requested, 2);
  assert.equal(requestTotals(some).delay!.p50, 60);
  assert.deepEqual(requestTotals(times([])), {requested: 0, processed: 0, delay: null});
});
