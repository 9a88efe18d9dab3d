import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {datasets} from "../../data/schema.ts";
import {openLake} from "../../loaders/lake.ts";
import {payloadMeta} from "../../loaders/payload-meta.ts";
import {fixtureLake, fixtureSettings} from "../support/fixture-lake.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const at = (text: string) => Date.parse(text);
const reading = (time: string, value: number, series = "001/flow") =>
  ({time: at(time), source: "plant", series, value, quality: "good"}) as const;
const request = (id: string, observedAt: string, processedAt: string | null) => ({
  observedAt: at(observedAt),
  source: "requests",
  id,
  subject: null,
  requestedAt: at("2026-01-01T00:00Z"),
  requester: "ann",
  processedAt: processedAt === null ? null : at(processedAt),
  processor: null,
  outcome: null
});
const licence = (id: string, observedAt: string, resources: string[], deleted = false) =>
  ({
    observedAt: at(observedAt),
    source: "licences",
    id,
    holder: "h",
    server: null,
    resources,
    banned: false,
    deleted
  }) as const;

test("openLake() of an empty folder gives empty typed views, default settings and no file", async (t) => {
  const data = join(temporaryFolder(t), "nothing");
  const lake = await openLake({data, now: 1000});
  t.after(() => lake.close());
  for (const view of ["readings", "events", "requests", "requestVersions", "licences", "licencesNow", "rejects"])
    assert.deepEqual(await lake.sql`SELECT * FROM ${lake.fragment([view] as never)}`, []);
  assert.equal(lake.settings.timeZone, "UTC");
  assert.equal(lake.commit, 0);
  assert.equal(await lake.observedThrough("readings"), null);
  assert.deepEqual(await payloadMeta(lake), {
    builtAt: 1000,
    now: 1000,
    observedThrough: null,
    sources: [],
    timeZone: "UTC",
    publishEveryMs: 600_000,
    simulated: false
  });
  assert.equal(existsSync(join(data, "catalog.db")), false);
});

test("lake.sql`...` binds its parameters and returns plain values", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("readings", [
    reading("2026-01-01T00:00Z", 1),
    reading("2026-01-01T00:01Z", 2),
    reading("2026-01-01T00:01Z", 5, "it's")
  ]);
  await add("licences", [licence("a", "2026-01-01T00:00Z", ["m1", "m2"])]);
  const lake = await openLake({data});
  t.after(() => lake.close());
  const series = lake.fragment`series = ${"001/flow"}`;
  const rows = await lake.sql`SELECT time, value, count(*) OVER () AS n, 0.5 AS half FROM readings
    WHERE ${series} AND time >= ${new Date("2026-01-01T00:01Z")} AND value < ${100.5}`;
  assert.deepEqual(rows, [{time: at("2026-01-01T00:01Z"), value: 2, n: 1, half: 0.5}]);
  assert.deepEqual(await lake.sql`SELECT value FROM readings WHERE series = ${"it's"}`, [{value: 5}]);
  assert.deepEqual(await lake.sql`SELECT value FROM readings WHERE list_contains(${["it's"]}, series)`, [{value: 5}]);
  assert.deepEqual(await lake.sql`SELECT resources FROM licences`, [{resources: ["m1", "m2"]}]);
});

test("openLake({commit}) reads the lake as it was then, removed files included", async (t) => {
  const {data, catalog, add} = fixtureLake(t);
  const first = await add("readings", [reading("2026-01-01T00:00Z", 1)]);
  const second = await add("readings", [reading("2026-01-02T00:00Z", 2)]);
  assert.equal(catalog.files().length, 2);
  for (const [commit, values] of [
    [first, [1]],
    [second, [1, 2]],
    [undefined, [1, 2]]
  ] as const) {
    const lake = await openLake({data, ...(commit && {commit})});
    const rows = await lake.sql<{value: number}>`SELECT value FROM readings ORDER BY time`;
    assert.deepEqual(
      rows.map(({value}) => value),
      values
    );
    lake.close();
  }
});

test("lake views show the latest observation of requests and licences", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("requests", [request("1", "2026-01-01T00:00Z", null), request("2", "2026-01-01T00:00Z", null)]);
  await add("requests", [request("1", "2026-01-01T01:00Z", "2026-01-01T00:59Z")]);
  await add("licences", [licence("a", "2026-01-01T00:00Z", ["x"]), licence("b", "2026-01-01T00:00Z", [])]);
  await add("licences", [licence("a", "2026-01-02T00:00Z", ["x", "y"]), licence("b", "2026-01-02T00:00Z", [], true)]);
  const lake = await openLake({data});
  t.after(() => lake.close());
  assert.deepEqual(await lake.sql`SELECT id, "processedAt" FROM requests ORDER BY id`, [
    {id: "1", processedAt: at("2026-01-01T00:59Z")},
    {id: "2", processedAt: null}
  ]);
  assert.deepEqual(await lake.sql`SELECT count(*) AS n FROM "requestVersions"`, [{n: 3}]);
  assert.deepEqual(await lake.sql`SELECT id, resources FROM "licencesNow"`, [{id: "a", resources: ["x", "y"]}]);
  assert.deepEqual(await lake.sql`SELECT count(*) AS n FROM licences`, [{n: 4}]);
  const range = lake.rows("requests", {from: at("2026-01-01T00:00Z")});
  assert.deepEqual(await lake.sql`SELECT count(*) AS n FROM ${range}`, [{n: 2}]);
});

test("openLake() adds columns that a file lacks as null and drops those the schema lacks", async (t) => {
  const {data, add} = fixtureLake(t);
  await add(
    "events",
    `SELECT TIMESTAMP '2026-01-01' AS time, 'a' AS source, 'http' AS kind, '/' AS subject, 7 AS extra`
  );
  const lake = await openLake({data});
  t.after(() => lake.close());
  const [row] = await lake.sql`SELECT * FROM events`;
  const nulls = Object.fromEntries(datasets.events.columns.map(({name}) => [name, null]));
  assert.deepEqual(row, {...nulls, time: at("2026-01-01T00:00Z"), source: "a", kind: "http", subject: "/"});
});

test("lake.rows() names only files within the range and keeps it half-open", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("readings", [reading("2026-01-01T00:00Z", 1)]);
  await add("readings", [reading("2026-01-02T00:00Z", 2), reading("2026-01-03T00:00Z", 3)]);
  const lake = await openLake({data});
  t.after(() => lake.close());
  const rows = lake.rows("readings", {from: at("2026-01-01T12:00Z"), to: at("2026-01-03T00:00Z")});
  assert.deepEqual(await lake.sql`SELECT value FROM ${rows} AS r`, [{value: 2}]);
  assert.match(rows.text, /2\.parquet/);
  assert.doesNotMatch(rows.text, /1\.parquet/);
});

test("lake.columns() gives empty arrays where there are no rows", async (t) => {
  const lake = await openLake({data: temporaryFolder(t)});
  t.after(() => lake.close());
  const columns = await lake.columns<"time" | "value">(lake.fragment`SELECT time, value FROM readings`);
  assert.deepEqual(columns, {time: new Float64Array(), value: new Float64Array()});
});

test("lake.columns() gives typed arrays with NaN for null", async (t) => {
  const lake = await openLake({data: temporaryFolder(t)});
  t.after(() => lake.close());
  const columns = await lake.columns<"a" | "b">(lake.fragment`SELECT unnest([1, NULL, 3]) AS a, ${7} AS b`);
  assert.deepEqual(columns, {a: Float64Array.of(1, Number.NaN, 3), b: Float64Array.of(7, 7, 7)});
});

test("lake.copyTo() writes Parquet", async (t) => {
  const folder = temporaryFolder(t);
  const lake = await openLake({data: folder});
  t.after(() => lake.close());
  const file = join(folder, "out's.parquet");
  await lake.copyTo(lake.fragment`SELECT ${1} AS n`, file);
  assert.deepEqual(await lake.sql`SELECT n FROM read_parquet(${file})`, [{n: 1}]);
});

test("payloadMeta() says how fresh each source is", async (t) => {
  const settings = {
    ...fixtureSettings,
    sources: {
      ...fixtureSettings.sources,
      requests: {kind: "http-json", about: "", simulated: false, freshForMs: 60_000}
    }
  };
  const {data, catalog, add} = fixtureLake(t, {settings});
  await add("readings", [reading("2026-01-01T00:00Z", 1)]);
  await add("requests", [request("1", "2026-01-01T00:00Z", null)], {source: "requests"});
  catalog.setState("requests", "running", "polling", 0);
  catalog.setLastRead(new Map([["requests", at("2026-01-01T02:00Z")]]));
  const lake = await openLake({data, now: at("2026-01-01T02:00Z")});
  t.after(() => lake.close());
  const meta = await payloadMeta(lake);
  assert.deepEqual(
    meta.sources.map(({id, stale, observedThrough}) => [id, stale, observedThrough]),
    [
      ["plant", true, at("2026-01-01T00:00Z")],
      ["requests", false, at("2026-01-01T02:00Z")]
    ]
  );
  assert.equal(meta.simulated, true);
  assert.equal((await payloadMeta(lake, ["requests"])).simulated, false);
});

test("lake.observedThrough() takes no record dated ahead for the latest", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("readings", [reading("2026-01-01T00:00Z", 1), reading("2026-01-01T05:00Z", 1)]);
  await add("readings", [reading("2099-01-01T00:00Z", 1)]);
  const through = async (now: string) => {
    const lake = await openLake({data, now: at(now)});
    t.after(() => lake.close());
    const {sources} = await payloadMeta(lake);
    return [await lake.observedThrough("readings"), sources[0]!.observedThrough, sources[0]!.stale];
  };
  assert.deepEqual(await through("2026-01-01T05:11Z"), [at("2026-01-01T05:00Z"), at("2026-01-01T05:00Z"), true]);
  assert.deepEqual(await through("2026-01-01T03:00Z"), [at("2026-01-01T03:00Z"), at("2026-01-01T00:00Z"), true]);
  assert.deepEqual(await through("2025-12-31T00:00Z"), [null, null, true]);
  assert.deepEqual(await through("2099-01-01T00:00Z"), [at("2099-01-01T00:00Z"), at("2099-01-01T00:00Z"), false]);
});
