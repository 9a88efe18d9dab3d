import assert from "node:assert/strict";
import {test} from "node:test";
import {keepsBar} from "../../bench/bench.ts";
import {rowTable} from "../../bench/support/row-table.ts";

test("keepsBar() holds a figure to its limit, and lets one without pass", () => {
  const row = {what: "start", value: 10, unit: "s"};
  assert.deepEqual(
    [keepsBar(row), keepsBar({...row, bar: {atMost: 10}}), keepsBar({...row, bar: {atMost: 9}})],
    [true, true, false]
  );
  assert.deepEqual([keepsBar({...row, bar: {atLeast: 10}}), keepsBar({...row, bar: {atLeast: 11}})], [true, false]);
});

test("rowTable() aligns what was measured with its limit and its rival", () => {
  const rows = [
    {bench: "loop", what: "first start", value: 41.24, unit: "s", bar: {atMost: 90}},
    {
      bench: "spool",
      what: "records",
      value: 123456.7,
      unit: "1/s",
      bar: {atLeast: 2e5},
      rival: {name: "pipe", value: 1e5}
    }
  ];
  assert.equal(
    rowTable(rows),
    [
      "bench  what           value  unit  limit              rival",
      "loop   first start     41.2  s     <= 90 kept",
      "spool  records      123,457  1/s   >= 200,000 MISSED  pipe 100,000 (x1.23)",
      ""
    ].join("\n")
  );
});
