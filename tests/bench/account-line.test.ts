import assert from "node:assert/strict";
import {test} from "node:test";
import {accountLine} from "../../bench/support/account-line.ts";

/** A frame every 10 ms. */
const saidAt = Array.from({length: 30}, (_, n) => n * 10);
const sessions = [
  {pluggedAt: 0, hungUpAt: 100, from: 0, to: 10},
  {pluggedAt: 150, hungUpAt: 300, from: 15, to: 30}
];
const range = (from: number, to: number) => Array.from({length: to - from}, (_, i) => from + i);

test("accountLine() counts from the first frame that arrived to the last that can have been read", () => {
  const arrived = [...range(2, 9), ...range(18, 30)];
  assert.deepEqual(accountLine(sessions, saidAt, arrived, {grace: 20}), {
    due: 18,
    lost: 0,
    doubled: 0,
    underWay: 2,
    underWayLost: 1,
    backAfter: [30]
  });
});

test("accountLine() finds what is lost in the middle, what came twice, and who never came back", () => {
  const arrived = [...range(0, 3), 3, 3, ...range(6, 10)];
  assert.deepEqual(accountLine(sessions, saidAt, arrived, {grace: 20}), {
    due: 9,
    lost: 2,
    doubled: 1,
    underWay: 1,
    underWayLost: 0,
    backAfter: [Number.POSITIVE_INFINITY]
  });
});
