import assert from "node:assert/strict";
import {before, test} from "node:test";
import {needOf, type PlanConnection, planTables} from "../../../src/components/question-plan.ts";
import type {PublishedTable} from "../../../src/components/tables-index.ts";
import {duckdbWasm} from "./explore/duckdb-wasm.ts";

const tables: Pick<PublishedTable, "name" | "columns">[] = [
  {
    name: "readings",
    columns: [
      {name: "time", type: "timestamp"},
      {name: "series", type: "string"},
      {name: "value", type: "double"}
    ]
  },
  {
    name: "hourly",
    columns: [
      {name: "time", type: "timestamp"},
      {name: "series", type: "string"},
      {name: "n", type: "integer"},
      {name: "whole", type: "boolean"}
    ]
  }
];

let connection: PlanConnection;

before(async () => {
  connection = (await duckdbWasm()) as PlanConnection;
  for (const sql of planTables(tables)) await connection.query(sql);
});

const needed = async (text: string, parameters: unknown[] = []) => {
  const {times} = await needOf(connection, {text, parameters}, "readings");
  return times?.map(({from, to}) => [from, to].map((at) => (at === null ? null : new Date(at).toISOString()))) ?? null;
};

const the20th = ["2026-10-20T00:00:00.000Z", "2026-10-20T23:59:59.999Z"];
const since20th = [the20th[0]!, null];

const bounded: [string, unknown[]?][] = [
  ["SELECT avg(value) FROM readings WHERE time >= TIMESTAMP '2026-10-20' AND time < TIMESTAMP '2026-10-21'"],
  [
    "-- of a day\nselect * FROM readings WHERE series = 'a' AND time BETWEEN ? AND ?",
    ["2026-10-20", "2026-10-20 23:59:59.9999"]
  ],
  ["FROM \"READINGS\" AS r WHERE r.TIME >= DATE '2026-10-20' AND value > 3 AND r.time < '2026-10-21' ORDER BY time"],
  [
    "SELECT * FROM readings WHERE series = ? AND time >= TIMESTAMP '2026-10-21' - INTERVAL 1 DAY AND time < '2026-10-21'",
    ["it's ? \n time>=2030-01-01 00:00:00"]
  ]
];

for (const [text, parameters] of bounded)
  test(`needOf() finds the day that is asked for: ${text.replaceAll("\n", " ")}`, async () => {
    assert.deepEqual(await needed(text, parameters), [the20th]);
  });

test("needOf() sees through WITH and JOIN, and tells two uses of a table apart", async () => {
  assert.deepEqual(
    await needed(
      "WITH a AS (SELECT * FROM readings WHERE series = 'a') SELECT count(*) FROM a WHERE time >= '2026-10-20'"
    ),
    [since20th]
  );
  assert.deepEqual(
    await needed(
      "SELECT r.value FROM readings r JOIN hourly h ON r.time = h.time WHERE h.time >= '2026-10-20' AND h.whole"
    ),
    [since20th]
  );
  assert.deepEqual(
    await needed("SELECT * FROM readings WHERE time >= '2026-10-20' UNION ALL FROM readings WHERE time < '2025-11-05'"),
    [since20th, [null, "2025-11-04T23:59:59.999Z"]]
  );
});

const unbounded = [
  "SELECT count(*), avg(value) FROM readings",
  "SELECT * FROM readings WHERE time >= '2026-10-20' OR series = 'a'",
  "SELECT (SELECT count(*) FROM readings) AS n, value FROM readings WHERE time >= '2026-10-20'",
  "SELECT * FROM readings WHERE time >= (SELECT max(time) FROM hourly)",
  "SELECT * FROM readings WHERE date_trunc('day', time) = '2026-10-20'",
  "SELECT * FROM readings WHERE time::VARCHAR LIKE '2026-10-20%'",
  "SELECT * FROM readings WHERE series = 'x\ntime>=2026-01-01 00:00:00'",
  "SELECT * FROM readings WHERE time >= '2026-10-20'; SELECT 1",
  "SELECT no_such_column FROM readings WHERE time >= '2026-10-20'",
  "SELECT (",
  "CREATE TABLE other AS SELECT * FROM readings WHERE time >= '2026-10-20'",
  ""
];

for (const text of unbounded)
  test(`needOf() does not guess: ${text.replaceAll("\n", " ")}`, async () => {
    assert.equal(await needed(text), null);
  });

test("needOf() does not take what no row of its own has for what the table does not have", async () => {
  for (const other of ["value = 1e18", "series = 'zzzzzzzzzzzz'", "series = chr(55000)", "value IS NULL"])
    assert.equal(
      await needed(`FROM readings WHERE ${other} UNION ALL FROM readings WHERE time >= '2026-10-20'`),
      null,
      other
    );
});

test("needOf() tells where the first rows are enough", async () => {
  const need = async (text: string, parameters: unknown[] = []) => {
    const {stops, rows} = await needOf(connection, {text, parameters}, "readings");
    return [stops, rows];
  };
  assert.deepEqual(await need("SELECT * FROM readings LIMIT 10"), [true, 10]);
  assert.deepEqual(await need("SELECT series, value * 2 AS v FROM readings LIMIT ? OFFSET 3 -- limit 7", [5]), [
    true,
    8
  ]);
  assert.deepEqual(
    await need("SELECT * FROM readings WHERE series = 'a' LIMIT 10"),
    [true, null],
    "who knows where they lie"
  );
  assert.deepEqual(await need("SELECT * FROM readings LIMIT 5 + 5"), [true, null]);
  const [, twice] = await need("SELECT * FROM (SELECT * FROM readings LIMIT 10 OFFSET 50) LIMIT 5");
  assert.equal(twice, null);
  for (const text of [
    "SELECT * FROM readings",
    "SELECT DISTINCT series FROM readings LIMIT 10",
    "SELECT * FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT count(*) FROM (SELECT * FROM readings LIMIT 10)",
    "SELECT * FROM (SELECT * FROM readings LIMIT 10) WHERE value > 3",
    "SELECT * FROM readings USING SAMPLE 10 LIMIT 4",
    "SELECT * FROM readings JOIN hourly USING (time) LIMIT 10",
    "SELECT * FROM readings LIMIT 10%"
  ])
    assert.deepEqual(await need(text), [false, null], text);
});

test("needOf() tells where the newest rows are enough, and does not guess", async () => {
  const newest = async (text: string, parameters: unknown[] = []) =>
    (await needOf(connection, {text, parameters}, "readings")).newest;
  assert.equal(await newest("SELECT * FROM readings ORDER BY time DESC LIMIT 10"), 10);
  assert.equal(await newest('-- all\nselect series, time from "readings" order by TIME desc, series limit ?', [7]), 7);
  assert.equal(await newest("FROM readings ORDER BY readings.time DESC LIMIT 10 OFFSET 5"), 15);
  for (const text of [
    "SELECT * FROM readings ORDER BY time LIMIT 10",
    "SELECT * FROM readings ORDER BY series, time DESC LIMIT 10",
    "SELECT * FROM readings ORDER BY time DESC",
    "SELECT * FROM readings ORDER BY time DESC LIMIT 10%",
    "SELECT * FROM readings ORDER BY time DESC LIMIT 5 + 5",
    "SELECT * FROM readings ORDER BY time DESC NULLS FIRST LIMIT 10",
    "SELECT * FROM readings WHERE series = 'a' ORDER BY time DESC LIMIT 10",
    "SELECT * FROM readings QUALIFY row_number() OVER (ORDER BY time) = 1 ORDER BY time DESC LIMIT 10",
    "SELECT *, row_number() OVER (ORDER BY time) AS n FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT DISTINCT time FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT time, count(*) FROM readings GROUP BY time ORDER BY time DESC LIMIT 10",
    "SELECT max(time) AS time FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT value AS time FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT * REPLACE (value AS time) FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT time - INTERVAL 1 DAY * value AS time FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT * FROM readings AS readings(value, series, time) ORDER BY time DESC LIMIT 10",
    "SELECT * FROM (SELECT value AS time FROM readings) readings ORDER BY time DESC LIMIT 10",
    "WITH r AS (SELECT * FROM readings LIMIT 20) SELECT * FROM r ORDER BY time DESC LIMIT 10",
    "SELECT *, (SELECT avg(value) FROM readings) AS m FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT unnest([1, 2]) AS n, time FROM readings ORDER BY time DESC LIMIT 10",
    "SELECT * FROM readings JOIN hourly USING (time) ORDER BY time DESC LIMIT 10",
    "SELECT * FROM hourly ORDER BY time DESC LIMIT 10"
  ])
    assert.equal(await newest(text), null, text);
});
