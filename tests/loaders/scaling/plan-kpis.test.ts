import assert from "node:assert/strict";
import {test} from "node:test";
import {planKpis, serverChanges} from "../../../loaders/scaling/plan-kpis.ts";

const minutes = (...servers: number[]) => Int32Array.from(servers);

test("planKpis() pays what is started and counts the minutes that are not carried", () => {
  const started = minutes(1, 3, 3, 3, 2, 2);
  const inService = minutes(1, 1, 3, 3, 2, 2);
  assert.deepEqual(planKpis({started, inService}, [100, 150, 300, 301, 50, Number.NaN], {capacity: 100, price: 6}), {
    serverHours: 14 / 60,
    cost: 1.4,
    minutesUnder: 2,
    actions: 2
  });
});

test("serverChanges() is the first number and each change", () => {
  assert.deepEqual(serverChanges(minutes(2, 2, 5, 5, 1), 1000), [
    {time: 1000, servers: 2},
    {time: 121_000, servers: 5},
    {time: 241_000, servers: 1}
  ]);
  assert.deepEqual(serverChanges(minutes(), 0), []);
});
