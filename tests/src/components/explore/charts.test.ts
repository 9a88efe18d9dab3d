import assert from "node:assert/strict";
import {test} from "node:test";
import {chartSpec} from "../../../../src/components/explore/chart-spec.js";
import {plotCode} from "../../../../src/components/explore/plot-code.js";
import {proposeChart} from "../../../../src/components/explore/propose-chart.js";
import type {ColumnType, ResultRow} from "../../../../src/components/explore/query-result.js";

const result = (types: Record<string, ColumnType>, rows: unknown[][]) => ({
  columns: Object.entries(types).map(([name, type]) => ({name, type, nulls: 0})),
  rows: rows.map((row) => Object.fromEntries(Object.keys(types).map((name, i) => [name, row[i]])) as ResultRow)
});
const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const chart = (types: Record<string, ColumnType>, rows: unknown[][]) => proposeChart(result(types, rows));

test("proposeChart() draws times and numbers as a line, one for each of a few names", () => {
  const types = {series: "string", time: "time", mean: "number"} as const;
  assert.deepEqual(
    chart(types, [
      ["a", day(1), 1],
      ["a", day(2), 2]
    ]),
    {mark: "line", x: "time", y: "mean", series: null}
  );
  assert.deepEqual(
    chart(types, [
      ["a", day(1), 1],
      ["b", day(1), 2],
      ["a", day(2), 2]
    ]),
    {
      mark: "line",
      x: "time",
      y: "mean",
      series: "series"
    }
  );
  const many = Array.from({length: 20}, (_, i) => [`s${i}`, day(1), i]);
  assert.deepEqual(chart(types, many), {mark: "dot", x: "time", y: "mean", series: null});
});

test("proposeChart() draws names and numbers as bars, and two numbers as dots", () => {
  assert.deepEqual(
    chart({kind: "string", n: "number"}, [
      ["a", 1],
      ["b", 2]
    ]),
    {mark: "bar", x: "kind", y: "n", series: null}
  );
  assert.deepEqual(
    chart({kind: "string", of: "string", n: "number"}, [
      ["a", "x", 1],
      ["b", "x", 2],
      ["b", "y", 2]
    ])?.mark,
    "bar"
  );
  assert.deepEqual(
    chart({flow: "number", pressure: "number"}, [
      [3, 1],
      [1, 2]
    ]),
    {mark: "dot", x: "flow", y: "pressure", series: null}
  );
  assert.equal(
    chart({hour: "number", calls: "number"}, [
      [0, 1],
      [1, 2],
      [2, 1]
    ])?.mark,
    "line"
  );
  assert.deepEqual(chart({flow: "number"}, [[3], [1]]), {mark: "histogram", x: "flow", y: null, series: null});
});

test("proposeChart() proposes nothing where nothing would be seen", () => {
  assert.equal(chart({a: "number"}, []), null);
  assert.equal(chart({a: "number"}, [[1]]), null);
  assert.equal(chart({a: "string", b: "time"}, [["x", day(1)]]), null);
});

test("chartSpec() says which column is not there", () => {
  const rows = result({a: "number"}, [[1]]);
  assert.throws(
    () => chartSpec({mark: "line", x: "b", y: "a", series: null}, rows),
    /^Error: no such column: b \(choose one of a\)/
  );
  assert.throws(
    () => chartSpec({mark: "line", x: "a", y: null, series: null}, rows),
    /^Error: no column to draw: line/
  );
});

test("plotCode() prints data as data, whatever a column or a value is called", () => {
  const hostile = '"}); alert(1); //';
  const rows = result({[hostile]: "string", n: "number"}, [
    [hostile, 1],
    ["</script>", 2]
  ]);
  const code = plotCode(chartSpec({mark: "bar", x: hostile, y: "n", series: hostile}, rows), "rows", {
    ariaLabel: hostile
  });
  const calls: unknown[] = [];
  const called = (name: unknown, args: unknown[]) => {
    calls.push([name, args]);
    return args;
  };
  const Plot = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          called(name, args)
    }
  );
  const draw = new Function("Plot", "rows", "width", "height", "alert", `return ${code}`);
  draw(Plot, rows.rows, 640, 320, () => assert.fail("ran"));
  assert.ok(JSON.stringify(calls).includes(JSON.stringify(hostile)));
});
