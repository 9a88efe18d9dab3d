import assert from "node:assert/strict";
import {test} from "node:test";
import {cellGraph} from "../../../../src/components/explore/cell-graph.js";
import {composeSql} from "../../../../src/components/explore/compose-sql.js";
import type {Cell, InputValue, SqlCell} from "../../../../src/components/explore/notebook.js";
import {sqlError} from "../../../../src/components/explore/sql-error.js";
import {duckdbWasm} from "./duckdb-wasm.ts";
import {days, notebookOf, number, sql} from "./notebook-of.ts";

const duckdb = await duckdbWasm();
duckdb.query(
  "CREATE TABLE readings AS SELECT make_timestamp(2026, 1, 1 + i::INTEGER, 0, 0, 0) AS time, i AS value FROM range(31) r(i)"
);

const composed = (id: string, values: Record<string, InputValue>, ...cells: Cell[]) => {
  const graph = cellGraph(notebookOf(...cells));
  return composeSql(graph.byId.get(id)!.cell as SqlCell, graph, new Map(Object.entries(values)));
};

function answer(id: string, values: Record<string, InputValue>, ...cells: Cell[]) {
  const {text, parameters} = composed(id, values, ...cells);
  return duckdb
    .prepare(text)
    .query(...parameters)
    .toArray()
    .map((row) => row.toJSON());
}

test("composeSql() binds inputs, in the order in which they stand, and splices none", () => {
  const hostile = "1; DROP TABLE readings --";
  const cells = [number("n", 1), sql("a", `SELECT \${n} AS n`), sql("b", `SELECT n, \${n} AS again FROM a`)];
  assert.deepEqual(answer("b", {n: hostile}, ...cells), [{n: hostile, again: hostile}]);
  assert.ok(!composed("b", {n: hostile}, ...cells).text.includes("DROP"));
});

test("composeSql() puts cells that a cell names before it, whether or not it begins with WITH", () => {
  const cells = [
    days("period"),
    sql(
      "a",
      `-- the month\nSELECT * FROM readings WHERE time >= \${period.from} AND time < \${period.to}; -- all of it`
    ),
    sql("b", "SELECT * FROM a WHERE value % 2 = 0"),
    sql("c", "/* own */ with d AS (SELECT * FROM b) SELECT count(*) AS n FROM d"),
    sql("e", "FROM b SELECT count(*) AS n"),
    sql(
      "f",
      "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 5) SELECT sum(s.n)::DOUBLE AS n FROM s, (SELECT * FROM a LIMIT 1) x"
    )
  ];
  const values = {period: {from: "2026-01-01", to: "2026-01-11"}};
  assert.deepEqual(answer("c", values, ...cells), [{n: 5}]);
  assert.deepEqual(answer("e", values, ...cells), [{n: 5}]);
  assert.deepEqual(answer("f", values, ...cells), [{n: 15}]);
});

function errorOf(id: string, values: Record<string, InputValue>, ...cells: Cell[]) {
  const {text: sent, parameters, linesBefore} = composed(id, values, ...cells);
  const own = (cells.find((cell) => cell.id === id) as SqlCell).sql;
  try {
    duckdb.prepare(sent).query(...parameters);
  } catch (error) {
    const {message, place} = sqlError((error as Error).message, {sent, sql: own, linesBefore});
    return {message, marked: place && own.slice(place.from, place.to), from: place?.from};
  }
  return assert.fail("no error");
}

test("sqlError() points at the place in the cell's own text", () => {
  const before = sql("a", `SELECT *\nFROM readings\nWHERE value > \${n}`);
  const at = (text: string) => errorOf("b", {n: 1}, number("n", 1), before, sql("b", text));
  assert.equal(at("SELECT tme FROM readings").marked, "tme");
  assert.equal(at(`SELECT *\nFROM a\nWHERE valu > \${n}`).marked, "valu");
  assert.equal(at(`SELECT *, \${n} AS x, \${n} AS y, nope FROM a`).marked, "nope");
  assert.equal(at("WITH c AS (SELECT * FROM a)\nSELECT nope FROM c").marked, "nope");
  assert.equal(at("SELECT '日本語日本語', valu, time FROM a").marked, "valu");
  assert.equal(at(`SELECT ${"value + ".repeat(60)}nope(1) ${"+ value ".repeat(60)}FROM a`).marked, "nope");
  assert.equal(at("SELECT * FORM a").marked, "a");
  assert.equal(at("SELECT * FROM readngs").marked, "readngs");
  assert.match(at("SELECT * FROM readngs").message, /readngs does not exist!\nDid you mean "readings"\?$/);
  assert.equal(at("SELECT value FROM readings WHERE value =").marked, "=");
});
