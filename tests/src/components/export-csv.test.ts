import assert from "node:assert/strict";
import {test} from "node:test";
import {parse} from "csv-parse/sync";
import {exportCsv} from "../../../src/components/export-csv.ts";
import type {TypedColumn} from "../../../src/components/typed-columns.ts";

const facts = {
  title: "Flow, at 001",
  about: "",
  page: "sensors",
  period: "all",
  filters: "range=7d",
  snapshot: "20260101T000000Z-12345678",
  built: "2026-01-01T00:00:00.000Z",
  observedThrough: "2026-01-01T00:00:00.000Z",
  source: "plant (simulated)"
};

const text = (...values: (string | null)[]): TypedColumn => ({name: "text", type: "text", values});
const cells = (column: TypedColumn) =>
  parse(exportCsv([column], facts), {bom: true, from_line: 2}).map(([cell]: string[]) => cell);

test("exportCsv() writes every row with the snapshot, and what the file is in the first", () => {
  const rows = parse(exportCsv([text("a", "b")], facts), {bom: true, columns: true}) as Record<string, string>[];
  assert.deepEqual(
    rows.map(({weir_snapshot}) => weir_snapshot),
    [facts.snapshot, facts.snapshot]
  );
  assert.match(
    rows[0]!.weir_about!,
    /^title: Flow, at 001; page: sensors; period: all; filters: range=7d; built: 2026-/
  );
  assert.equal(rows[1]!.weir_about, "");
});

test("exportCsv() quotes commas, quotes and line ends, and ends lines with CR LF", () => {
  const values = ["a,b", 'say "no"', "two\r\nlines", " spaces "];
  assert.deepEqual(cells(text(...values)), values);
  assert.match(exportCsv([text("x")], facts), /^\ufefftext,weir_snapshot,weir_about\r\nx,.*\r\n$/);
});

test("exportCsv() keeps spreadsheets from running text that looks like a formula, and leaves numbers alone", () => {
  const values = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "-5", "+3.2e-4", "a=b"];
  assert.deepEqual(cells(text(...values)), [
    "'=1+1",
    "'+cmd|' /C calc'!A0",
    "'-2+3",
    "'@SUM(A1)",
    "'\tx",
    "-5",
    "+3.2e-4",
    "a=b"
  ]);
  assert.deepEqual(cells({name: "n", type: "double", values: [-1.5, 2e-7]}), ["-1.5", "2e-7"]);
});

test("exportCsv() writes times in UTC and nothing where nothing is known", () => {
  assert.deepEqual(cells({name: "t", type: "time", values: [0, null]}), ["1970-01-01T00:00:00.000Z", ""]);
});
