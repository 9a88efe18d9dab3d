import assert from "node:assert/strict";
import {test} from "node:test";
import {runsOf, testsOf, undecided} from "../../../src/components/row-filter.ts";

const filter = {equals: {series: "b"}, within: {column: "time", from: 10, to: 20}};
const bounds =
  (series: [string, string], time: [number, number], exact = true) =>
  (column: string) => {
    const [min, max] = column === "series" ? series : time;
    return {min, max, exact};
  };

test("undecided() leaves out row groups that hold nothing wanted", () => {
  assert.equal(undecided(filter, bounds(["c", "d"], [10, 20])), null);
  assert.equal(undecided(filter, bounds(["a", "c"], [20, 30])), null);
  assert.equal(undecided(filter, bounds(["a", "c"], [0, 9])), null);
});

test("undecided() names the columns to look at, none where statistics tell", () => {
  assert.deepEqual(undecided(filter, bounds(["b", "b"], [10, 19])), []);
  assert.deepEqual(undecided(filter, bounds(["a", "b"], [10, 19])), ["series"]);
  assert.deepEqual(undecided(filter, bounds(["b", "b"], [5, 12])), ["time"]);
});

test("undecided() looks at columns without statistics, or with shortened ones", () => {
  assert.deepEqual(
    undecided(filter, () => undefined),
    ["series", "time"]
  );
  assert.deepEqual(undecided(filter, bounds(["b", "b"], [10, 19], false)), ["series", "time"]);
});

test("runsOf() gives half-open runs of rows that pass every test", () => {
  const tests = testsOf(filter);
  const series = ["a", "b", "b", "b", "b", "b", "c"];
  const time = [10, 5, 10, 15, 20, 19, 12];
  const tested = [
    {test: tests.get("series")!, values: series},
    {test: tests.get("time")!, values: time}
  ];
  assert.deepEqual(runsOf(7, tested), [
    [2, 4],
    [5, 6]
  ]);
  assert.deepEqual(runsOf(3, []), [[0, 3]]);
});
