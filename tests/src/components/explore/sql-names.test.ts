import assert from "node:assert/strict";
import {test} from "node:test";
import {sqlNames} from "../../../../src/components/explore/sql-names.js";

const tables = (sql: string) => sqlNames(sql).tables.map(({name}) => name);
const problems = (sql: string) => sqlNames(sql).problems.map(({message}) => message);

test("sqlNames() finds the tables after FROM and JOIN, and in lists", () => {
  assert.deepEqual(tables('SELECT a.x FROM a JOIN b USING (x), c AS d, e f LEFT JOIN "G h" ON a.y = i.y WHERE j = 1'), [
    "a",
    "b",
    "c",
    "e",
    "g h"
  ]);
  assert.deepEqual(tables("FROM Daily SELECT x, y ORDER BY z"), ["daily"]);
  assert.deepEqual(tables("SELECT * FROM (SELECT x, y FROM inner1, inner2) s, (other) o"), [
    "inner1",
    "inner2",
    "other"
  ]);
  assert.deepEqual(tables("SELECT (SELECT max(v) FROM a), b FROM c WHERE x IN (SELECT y FROM d) GROUP BY e, f"), [
    "a",
    "c",
    "d"
  ]);
  assert.deepEqual(tables("SELECT * FROM range(10) r, unnest([1]) u, a"), ["a"]);
  assert.deepEqual(tables("SUMMARIZE a"), ["a"]);
  assert.deepEqual(tables("DESCRIBE SELECT x FROM a"), ["a"]);
});

test("sqlNames() leaves out what WITH names, quotes and comments", () => {
  assert.deepEqual(
    tables("WITH a AS (SELECT * FROM b), c(x) AS MATERIALIZED (SELECT 1 FROM a) SELECT * FROM a, c, d"),
    ["b", "d"]
  );
  assert.deepEqual(tables("SELECT 'FROM a' /* FROM b */ FROM c -- JOIN d\n, e"), ["c", "e"]);
  assert.deepEqual(tables("SELECT $$ FROM a $$, $x$ FROM b $x$ FROM c"), ["c"]);
});

test("sqlNames() finds inputs and their fields", () => {
  const {inputs} = sqlNames(`SELECT \${a}, \${ b } FROM t WHERE time >= \${period.from} AND time < \${period.to}`);
  assert.deepEqual(
    inputs.map(({name, field}) => [name, field]),
    [
      ["a", null],
      ["b", null],
      ["period", "from"],
      ["period", "to"]
    ]
  );
});

test("sqlNames() refuses whatever a page would take for code", () => {
  for (const sql of [
    `SELECT \${alert(1)}`,
    `SELECT \${a.b.c}`,
    `SELECT \${a + 1}`,
    `SELECT \${\`\${1}\`}`,
    `SELECT \${`,
    `SELECT 1 -- \${alert(1)}`,
    `SELECT /* \${a} */ 1`,
    `SELECT '\${a}'`,
    `SELECT $$ \${a} $$`,
    `SELECT \${constructor.constructor('alert(1)')()}`
  ])
    assert.match(problems(sql)[0] ?? "none", /^(not the name of an input|input within)/, sql);
});

test("sqlNames() allows one question of published tables", () => {
  assert.match(problems("DROP TABLE readings")[0]!, /^not a question: DROP/);
  assert.match(problems("COPY readings TO 'x'")[0]!, /^not a question: COPY/);
  assert.match(problems("SELECT 1; SELECT 2")[0]!, /^more than one statement/);
  assert.match(problems("SELECT * FROM read_csv('https://example.org')")[0]!, /^reads a file: read_csv/);
  assert.match(problems("SELECT * FROM 'x.parquet'")[0]!, /^reads a file: 'x.parquet'/);
  assert.match(problems("SELECT * FROM parquet_scan('x')")[0]!, /^reads a file/);
  assert.match(problems("SELECT * FROM t LIMIT ?")[0]!, /^parameter without a name/);
  assert.match(problems("SELECT $1")[0]!, /^parameter without a name/);
  for (const sql of [
    "SELECT 1;",
    "-- why\nWITH a AS (SELECT 1) SELECT * FROM a",
    "(SELECT 1)",
    "VALUES (1)",
    "SELECT extract(day FROM '2026-01-01'::DATE)"
  ])
    assert.deepEqual(problems(sql), [], sql);
});
