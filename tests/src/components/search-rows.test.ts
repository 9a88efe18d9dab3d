import assert from "node:assert/strict";
import {test} from "node:test";
import {searchRows} from "../../../src/components/search-rows.js";

const rows = [
  {name: "Pump 001", flow: 1234.5, note: null},
  {name: "Pump 002", flow: 12, note: "off since Tuesday"},
  {name: "Valve 001", flow: null, note: "off"}
];
const columns = [
  {label: "Name", value: ({name}: (typeof rows)[number]) => name},
  {
    label: "Flow",
    value: ({flow}: (typeof rows)[number]) => flow,
    show: ({flow}: (typeof rows)[number]) => (flow === null ? "unknown" : `${flow.toFixed(0)} m³/h`)
  },
  {label: "Note", value: ({note}: (typeof rows)[number]) => note}
];
const find = searchRows(rows, columns);
const names = (text: string) => find(text).map(({name}) => name);

test("searchRows() finds rows in which every word stands, in any case and column", () => {
  assert.deepEqual(names("PUMP off"), ["Pump 002"]);
  assert.deepEqual(names("001"), ["Pump 001", "Valve 001"]);
  assert.deepEqual(names("pump valve"), []);
});

test("searchRows() looks at what is shown and at the value behind it", () => {
  assert.deepEqual(names("m³/h"), ["Pump 001", "Pump 002"]);
  assert.deepEqual(names("1234.5"), ["Pump 001"]);
  assert.deepEqual(names("unknown"), ["Valve 001"]);
});

test("searchRows() gives all rows for an empty text, and none of no rows", () => {
  assert.equal(find("  "), rows);
  assert.deepEqual(searchRows([], columns)("x"), []);
});
