import assert from "node:assert/strict";
import {readdirSync, readFileSync, statSync, utimesSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {parquetReadObjects} from "hyparquet";
import {openLake} from "../../../loaders/lake.ts";
import {publishTables} from "../../../loaders/tables/publish-tables.ts";
import type {PublishedTable, TablesIndex} from "../../../loaders/tables/published-table.ts";
import {type FixtureLake, fixtureLake} from "../../support/fixture-lake.ts";

const now = Date.UTC(2026, 1, 10, 12);
const minute = 60_000;

/** Readings of two series, one a minute, from an instant on. */
const readings = (from: number, count: number) =>
  ["002/flow", "001/flow"].flatMap((series) =>
    Array.from({length: count}, (_, i) => ({
      time: from + i * minute,
      source: "plant",
      series,
      value: i / 4,
      quality: i % 10 === 3 ? ("suspect" as const) : ("good" as const)
    }))
  );

async function tablesOf({data}: FixtureLake, at = now): Promise<TablesIndex> {
  const lake = await openLake({data, now: at});
  const index = await publishTables(lake);
  lake.close();
  return index;
}

const table = ({tables}: TablesIndex, name: string): PublishedTable => tables.find((one) => one.name === name)!;

/** Every row of a table as a reader in a browser gets it. */
async function rowsOf(data: string, {files}: PublishedTable): Promise<Record<string, unknown>[]> {
  const rows = [];
  for (const {url} of files) {
    const {buffer, byteOffset, byteLength} = readFileSync(join(data, "tables", url));
    rows.push(...(await parquetReadObjects({file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer})));
  }
  return rows;
}

test("publishTables() gives readings by the month, sorted by series and time, in files that tell what they hold", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("readings", readings(Date.UTC(2026, 0, 31, 23), 120));
  const index = await tablesOf(lake);
  const {rows, from, to, columns, files} = table(index, "readings");

  assert.deepEqual([rows, from, to], [240, Date.UTC(2026, 0, 31, 23), Date.UTC(2026, 1, 1, 0, 59)]);
  assert.equal(index.observedThrough, to);
  assert.deepEqual(
    files.map(({url, rows, from, to}) => [url.replace(/\.[0-9a-f]{8}\./, ".hash."), rows, from, to]),
    [
      ["readings-2026-01.hash.parquet", 120, Date.UTC(2026, 0, 31, 23), Date.UTC(2026, 0, 31, 23, 59)],
      ["readings-2026-02.hash.parquet", 120, Date.UTC(2026, 1, 1), Date.UTC(2026, 1, 1, 0, 59)]
    ]
  );
  for (const {url, bytes} of files) assert.equal(statSync(join(lake.data, "tables", url)).size, bytes);
  const all = await rowsOf(lake.data, table(index, "readings"));
  assert.deepEqual(
    Object.keys(all[0]!),
    columns.map(({name}) => name)
  );
  assert.deepEqual(all[0], {
    time: new Date(from!),
    series: "001/flow",
    source: "plant",
    value: 0,
    quality: "good"
  });
  assert.deepEqual([...new Set(all.slice(0, 120).map(({series}) => series))], ["001/flow", "002/flow"]);
});

test("publishTables() makes only the month anew that has new readings, and removes what no index names", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("readings", readings(Date.UTC(2026, 0, 20), 60));
  await lake.add("readings", readings(Date.UTC(2026, 1, 2), 60));
  const filesOf = (index: TablesIndex) => table(index, "readings").files.map(({url}) => url);
  const inode = (url: string) => statSync(join(lake.data, "tables", url)).ino;
  const [january, february] = filesOf(await tablesOf(lake));
  const before = inode(january!);

  await lake.add("readings", readings(Date.UTC(2026, 1, 3), 60));
  const long = (now - 7_200_000) / 1000;
  utimesSync(join(lake.data, "tables", february!), long, long);
  const [same, grown] = filesOf(await tablesOf(lake));

  assert.deepEqual([same, inode(same!)], [january, before]);
  assert.notEqual(grown, february);
  assert.ok(!readdirSync(join(lake.data, "tables")).includes(february!));
});

test("publishTables() sums hours up by the month and leaves out what is not good", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("readings", readings(Date.UTC(2026, 0, 31, 23), 120));
  const hourly = table(await tablesOf(lake), "hourly");
  const hours = await rowsOf(lake.data, hourly);
  assert.deepEqual(
    hours.map(({series, time, n}) => [series, Number(time), n]),
    [Date.UTC(2026, 0, 31, 23), Date.UTC(2026, 1, 1)].flatMap((time) =>
      ["001/flow", "002/flow"].map((series) => [series, time, 54])
    )
  );
  assert.equal(hourly.files.length, 2);
  const good = Array.from({length: 60}, (_, i) => i).filter((i) => i % 10 !== 3);
  const {mean, min, max} = hours[0]!;
  assert.deepEqual([min, max], [0, 59 / 4]);
  assert.equal(mean, Number((good.reduce((a, b) => a + b) / 4 / good.length).toFixed(4)));
});

test("publishTables() gives a month of very many readings by the day, and the same files when more come in later", async (t) => {
  const lake = fixtureLake(t);
  const dense = (from: number, days: number) => `
    SELECT make_timestamp(${from * 1000} + i * 2000000) AS time, 'machine' AS source, 'cpu/usage' AS series,
      i / 7 AS value, 'good' AS quality FROM range(${(days * 86_400_000) / 2000}) steps(i)`;
  await lake.add("readings", dense(Date.UTC(2026, 0, 31, 12), 0.5));
  await lake.add("readings", dense(Date.UTC(2026, 1, 1), 9));
  const filesOf = ({files}: PublishedTable) => files.map(({url}) => url);
  const first = filesOf(table(await tablesOf(lake), "readings"));
  assert.deepEqual(
    first.map((url) => url.slice("readings-".length, -".00000000.parquet".length)),
    ["2026-01", ...Array.from({length: 9}, (_, i) => `2026-02-0${i + 1}`)]
  );
  await lake.add("readings", dense(Date.UTC(2026, 1, 10), 0.5));
  const next = filesOf(table(await tablesOf(lake), "readings"));
  assert.deepEqual(next.slice(0, -1), first);
  assert.match(next.at(-1)!, /^readings-2026-02-10\./);
});

test("publishTables() leaves the months of requests as they are of which none has changed", async (t) => {
  const lake = fixtureLake(t);
  const asked = (id: string, requestedAt: number, processedAt: number | null) => ({
    observedAt: processedAt ?? requestedAt,
    source: "requests",
    id,
    subject: null,
    requestedAt,
    requester: "survey",
    processedAt,
    processor: null,
    outcome: null
  });
  const [old, recent, moved] = [Date.UTC(2025, 11, 3), Date.UTC(2026, 1, 9), Date.UTC(2026, 0, 5)];
  const months = async () => {
    const requests = table(await tablesOf(lake), "requests");
    const rows = await rowsOf(lake.data, requests);
    return {files: requests.files.map(({url}) => url), rows: rows.map(({id, delay}) => [id, delay])};
  };
  await lake.add("requests", [asked("1", old, null), asked("2", moved, null), asked("3", recent, null)]);
  const before = await months();
  assert.deepEqual(before.rows, [
    ["1", null],
    ["2", null],
    ["3", null]
  ]);
  await lake.add("requests", [asked("3", recent, recent + 60_000)]);
  const processed = await months();
  assert.deepEqual(processed.files.slice(0, 2), before.files.slice(0, 2));
  assert.notEqual(processed.files[2], before.files[2]);
  await lake.add("requests", [{...asked("2", recent, null), observedAt: recent}]);
  const otherwise = await months();
  assert.deepEqual([otherwise.files[0], otherwise.files.length], [before.files[0], 2]);
  assert.deepEqual(otherwise.rows, [
    ["1", null],
    ["2", null],
    ["3", 1]
  ]);
});

test("publishTables() gives every table of an empty lake with its columns and no rows", async (t) => {
  const lake = fixtureLake(t);
  const {tables, observedThrough} = await tablesOf(lake);
  assert.equal(observedThrough, null);
  assert.deepEqual(
    tables.map(({name, rows, from, files}) => [name, rows, from, files.length]),
    ["readings", "hourly", "events", "requests", "licences", "findings", "forecasts", "rejects"].map((name) => [
      name,
      0,
      null,
      1
    ])
  );
  for (const one of tables) assert.deepEqual(await rowsOf(lake.data, one), []);
});

test("publishTables() leaves out rows that are later than now, and rejects' raw input", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("readings", readings(Date.UTC(2026, 1, 10, 11, 30), 60));
  await lake.add(
    "rejects",
    [1, 2].map((i) => ({
      time: Date.UTC(2026, 1, 9, i),
      source: "plant",
      dataset: "readings",
      reason: "too few fields",
      position: `line ${i}`,
      raw: "s3cret"
    }))
  );
  const index = await tablesOf(lake);
  assert.equal(table(index, "readings").to, now);
  assert.deepEqual(await rowsOf(lake.data, table(index, "rejects")), [
    {time: new Date(Date.UTC(2026, 1, 9)), source: "plant", dataset: "readings", reason: "too few fields", n: 2}
  ]);
  for (const name of readdirSync(join(lake.data, "tables")))
    assert.ok(!readFileSync(join(lake.data, "tables", name)).includes("s3cret"), name);
});
