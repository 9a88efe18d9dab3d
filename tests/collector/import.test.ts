import assert from "node:assert/strict";
import {appendFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {connectDuckDB} from "../../collector/duckdb.ts";
import {lakeFolder} from "../../collector/folders.ts";
import {importFile} from "../../collector/import.ts";
import type {ImportRequest} from "../../collector/import-mapping.ts";
import {writeLakeFile} from "../../collector/lake-file.ts";
import {datasets, lakePath} from "../../data/schema.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

function setUp(t: TestContext) {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const run = (name: string, text: string, request: Omit<ImportRequest, "file" | "source">) => {
    const file = join(data, name);
    writeFileSync(file, text);
    const context = {lake: lakeFolder(data), catalog, hash: (value: string) => `hash(${value})`};
    return importFile({file, source: "plant", ...request}, context);
  };
  return {data, run};
}

const readings = "t,series,value\n2026-01-31T23:59:00Z,001/flow,1.5\n2026-02-01 00:00:00,001/flow,2\n";

test("importFile() maps columns, reads times as UTC and writes one file a month", async (t) => {
  const {data, run} = setUp(t);
  const result = await run("a.csv", readings, {dataset: "readings", time: "t"});
  assert.deepEqual([result.rows, result.known, result.rejected, result.repeated], [2, 0, 0, false]);
  const rows = await lakeRows(data, "readings");
  assert.deepEqual(
    rows.map((row) => [(row.time as Date).toISOString(), row.source, row.value, row.quality]),
    [
      ["2026-01-31T23:59:00.000Z", "plant", 1.5, "good"],
      ["2026-02-01T00:00:00.000Z", "plant", 2, "good"]
    ]
  );
});

test("importFile() does nothing for the same file again, and adds only new rows of a grown one", async (t) => {
  const {data, run} = setUp(t);
  await run("a.csv", readings, {dataset: "readings", time: "t"});
  assert.equal((await run("a.csv", readings, {dataset: "readings", time: "t"})).repeated, true);
  const grown = await run("b.csv", `${readings}2026-02-02,001/flow,3\n2026-02-02,001/flow,3\n`, {
    dataset: "readings",
    time: "t"
  });
  assert.deepEqual([grown.rows, grown.known], [1, 3]);
  assert.equal((await lakeRows(data, "readings")).length, 3);
});

test("importFile() keeps equal events apart by counting them", async (t) => {
  const {data, run} = setUp(t);
  const call = "2026-01-01T00:00:00Z,api,download\n";
  await run("a.csv", `time,kind,subject\n${call}${call}`, {dataset: "events"});
  const grown = await run("b.csv", `time,kind,subject\n${call}${call}${call}`, {dataset: "events"});
  assert.deepEqual([grown.rows, grown.known], [1, 2]);
  assert.equal((await lakeRows(data, "events")).length, 3);
});

test("importFile() knows rows in files from before a column was added", async (t) => {
  const {data, run} = setUp(t);
  const lake = lakeFolder(data);
  const connection = await connectDuckDB();
  const catalog = new Catalog(data);
  t.after(() => {
    connection.closeSync();
    catalog.close();
  });
  const path = lakePath(datasets.events, "2026-01-01", "spool-1-1.parquet");
  const query = "SELECT TIMESTAMP '2026-01-01' AS time, 'plant' AS source, 'api' AS kind, 'download' AS subject";
  catalog.commit({
    kind: "import",
    at: 0,
    files: [await writeLakeFile(connection, {lake, dataset: "events", path, query})]
  });
  const call = "2026-01-01T00:00:00Z,api,download,\n";
  const {rows, known} = await run("a.csv", `time,kind,subject,actor\n${call}${call}`, {dataset: "events"});
  assert.deepEqual([rows, known], [1, 1]);
});

test("importFile() sends rows that do not fit to rejects, with line and reason", async (t) => {
  const {data, run} = setUp(t);
  const bad = "yesterday,001/flow,1\n2026-01-01,001/flow,NaN\n2026-01-01,001/flow\n2026-01-02,,1\n";
  const result = await run("a.csv", readings + bad, {dataset: "readings", time: "t"});
  assert.deepEqual([result.rows, result.rejected], [2, 4]);
  const reasons = (await lakeRows(data, "rejects")).map((row) => String(row.reason));
  assert.ok(reasons.some((reason) => reason.includes("time: not a timestamp: yesterday")));
  assert.ok(reasons.some((reason) => reason.includes("value: not a double: NaN")));
  assert.ok(reasons.some((reason) => reason.includes("series: not a string: missing")));
});

test("importFile() hashes private columns and keeps them out of rejects", async (t) => {
  const {data, run} = setUp(t);
  const text =
    'observedAt,id,holder,resources,banned,HWID\n2026-01-01,KEY-1,disc-1,"[""a"",""b""]",false,HW-1\nnever,KEY-2,disc-2,[],false,HW-2\nKEY-3\n';
  const result = await run("a.csv", text, {dataset: "licences"});
  assert.deepEqual([result.rows, result.rejected], [1, 2]);
  const [licence] = await lakeRows(data, "licences");
  assert.deepEqual([licence?.id, licence?.holder, licence?.resources], ["hash(KEY-1)", "hash(disc-1)", ["a", "b"]]);
  const rejects = JSON.stringify(await lakeRows(data, "rejects"));
  assert.doesNotMatch(rejects, /KEY-|disc-|HW-/);
  assert.match(rejects, /never,\(private\)/);
});

test("importFile() reads NDJSON, and names the columns when one is missing", async (t) => {
  const {data, run} = setUp(t);
  const line = JSON.stringify({num: 7, asked: "2026-01-01T00:00:00Z", done: "2026-01-01T00:05:00Z"});
  const map = {id: "num", requestedAt: "asked", processedAt: "done"};
  await run("a.ndjson", `${line}\n`, {dataset: "requests", map});
  const [request] = await lakeRows(data, "requests");
  assert.deepEqual([request?.id, request?.observedAt], ["7", new Date("2026-01-01T00:05:00Z")]);
  await assert.rejects(
    run("b.ndjson", `${line}\n`, {dataset: "requests"}),
    /no column for id .* \(it has num, asked, done; name one with --map id=COLUMN\)/
  );
  await assert.rejects(run("c.ndjson", `${line}\n`, {dataset: "requests", map: {...map, id: "nr"}}), /no column nr/);
  await assert.rejects(run("d.xlsx", "", {dataset: "requests"}), /unknown kind of file/);
});

test("importFile() sends a line that holds no JSON object to rejects, and takes the lines around it", async (t) => {
  const {data, run} = setUp(t);
  const line = (minute: number, value: unknown) =>
    JSON.stringify({t: `2026-01-01T00:0${minute}:00Z`, series: "001/flow", value});
  const broken = line(1, 2).slice(0, -3);
  const lines = [line(0, 1.5), broken, "", line(2, 3), "not json", "[1, 2]", `${line(3, "much")}\r`, line(4, 5)];
  const result = await run("a.ndjson", lines.join("\n"), {dataset: "readings", time: "t"});
  assert.deepEqual([result.rows, result.rejected], [3, 4]);
  assert.deepEqual((await lakeRows(data, "readings")).map(({value}) => value).sort(), [1.5, 3, 5]);
  const rejects = (await lakeRows(data, "rejects")).map(({reason, raw, position}) => [
    reason,
    raw,
    String(position).split(" ").slice(1).join(" ")
  ]);
  assert.deepEqual(
    rejects.sort(([, , a], [, , b]) => (String(a) < String(b) ? -1 : 1)),
    [
      ["not a JSON object", broken, "row 2"],
      ["not a JSON object", "not json", "row 4"],
      ["not a JSON object", "[1, 2]", "row 5"],
      ["value: not a double: much", "2026-01-01T00:03:00Z,001/flow,much", "row 6"]
    ]
  );
});

test("importFile() keeps private values of a malformed line out of rejects, and takes lists and flags of JSON", async (t) => {
  const {data, run} = setUp(t);
  const licence = {observedAt: "2026-01-01", id: "KEY-1", holder: "disc-1", resources: ["a", "b"], banned: true};
  const result = await run("a.jsonl", `${JSON.stringify(licence)}\n{"id": "KEY-2"\n`, {dataset: "licences"});
  assert.deepEqual([result.rows, result.rejected], [1, 1]);
  const [row] = await lakeRows(data, "licences");
  assert.deepEqual([row?.id, row?.resources, row?.banned], ["hash(KEY-1)", ["a", "b"], true]);
  assert.doesNotMatch(JSON.stringify(await lakeRows(data, "rejects")), /KEY-/);
});

test("importFile() says which file it cannot read", async (t) => {
  const {data} = setUp(t);
  const request = {dataset: "readings", time: "t"} as const;
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const context = {lake: lakeFolder(data), catalog, hash: String};
  await assert.rejects(importFile({...request, file: "/nowhere.csv", source: "plant"}, context), {
    message: "cannot read file: /nowhere.csv (no such file or folder)"
  });
});

test("importFile() notices a file that changed under the same name", async (t) => {
  const {data, run} = setUp(t);
  await run("a.csv", readings, {dataset: "readings", time: "t"});
  appendFileSync(join(data, "a.csv"), "");
  const result = await run("a.csv", `${readings}2026-03-01,001/flow,3\n`, {dataset: "readings", time: "t"});
  assert.deepEqual([result.repeated, result.rows], [false, 1]);
});
