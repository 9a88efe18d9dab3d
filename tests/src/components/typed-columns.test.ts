import assert from "node:assert/strict";
import {test} from "node:test";
import {typedColumns} from "../../../src/components/typed-columns.ts";

test("typedColumns() tells instants, whole and other numbers, booleans and text apart", () => {
  const rows = [
    {time: 1_720_000_000_000, n: 1, share: 0.5, ok: true, name: "a", mixed: 1},
    {time: 1_720_000_060_000, n: 2, share: 2, ok: false, name: "b", mixed: "two"}
  ];
  const columns = typedColumns(
    [
      {label: "From", value: ({time}: (typeof rows)[0]) => time, kind: "nowrap"},
      {label: "N", value: ({n}) => n, kind: "number"},
      {label: "Share", value: ({share}) => share, kind: "number"},
      {label: "OK", value: ({ok}) => ok},
      {label: "Name", value: ({name}) => name},
      {label: "Mixed", value: ({mixed}) => mixed}
    ],
    rows
  );
  assert.deepEqual(
    columns.map(({type}) => type),
    ["time", "integer", "double", "boolean", "text", "text"]
  );
  assert.deepEqual(columns[5]!.values, ["1", "two"]);
});

test("typedColumns() takes large numbers for numbers where a column shows them as such", () => {
  const [column] = typedColumns(
    [{label: "Bytes", value: (bytes: number) => bytes, kind: "number"}],
    [1_720_000_000_000]
  );
  assert.equal(column!.type, "integer");
});

test("typedColumns() keeps what is unknown as null, and names every column once", () => {
  const columns = typedColumns(
    [
      {label: "a", value: ({a}: {a: number | null}) => a, kind: "number"},
      {label: "A", value: ({a}) => (a === null ? "" : "x")},
      {label: "", value: () => Number.NaN}
    ],
    [{a: null}, {a: 1.5}]
  );
  assert.deepEqual(columns, [
    {name: "a", type: "double", values: [null, 1.5]},
    {name: "A (2)", type: "text", values: [null, "x"]},
    {name: "column", type: "text", values: [null, null]}
  ]);
});
