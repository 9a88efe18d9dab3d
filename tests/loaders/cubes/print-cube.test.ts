import assert from "node:assert/strict";
import {readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {PassThrough} from "node:stream";
import {buffer} from "node:stream/consumers";
import {before, test} from "node:test";
import {type CubeSpec, cubeHeader} from "../../../loaders/cubes/cube-spec.ts";
import {printCube} from "../../../loaders/cubes/print-cube.ts";
import {type Lake, openLake} from "../../../loaders/lake.ts";
import {type Cube, openCube} from "../../../src/components/cube.ts";
import {ParquetFile} from "../../../src/components/parquet-file.ts";
import {afterTest} from "../../support/after-test.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const hour = 3_600_000;
const day = 24 * hour;
const from = Date.UTC(2026, 2, 1);
const days = 60;
const to = from + days * day;

/** Three series by the minute, with a gap, values of their own and some that are not good. */
const readings = `
  SELECT make_timestamp(${from * 1000} + i * 60000000) AS time, 'plant' AS source, series,
    level + sin(i / 300) * 10 + (i * 7919 % 1000) / 1000 AS value,
    CASE WHEN i % 97 = 0 THEN 'suspect' ELSE 'good' END AS quality
  FROM range(${days * 1440}) steps(i), (VALUES ('001/flow', 100.0), ('002/flow', 50.0), ('003/flow', -3.0)) kinds(series, level)
  WHERE i NOT BETWEEN 20000 AND 26000`;

const spec: CubeSpec = {
  dataset: "readings",
  time: "time",
  by: ["series"],
  grains: ["10min", "hour", "day"],
  measures: {mean: {mean: "value"}, min: {min: "value"}, max: {max: "value"}, n: {count: "value"}},
  where: {quality: "good"}
};

const open = (url: string) => ParquetFile.open(url, {load: () => import("hyparquet")});

let lake: Lake;
let cube: Cube;
let read: string[];

before(async (t) => {
  const scope = t as Parameters<typeof fixtureLake>[0];
  const {data, add} = fixtureLake(scope);
  await add("readings", readings);
  lake = await openLake({data, now: to});
  afterTest(scope, () => lake.close());
  const {server, url, ranges} = await rangeServer(await print(lake), data);
  afterTest(scope, () => server.close());
  read = ranges;
  cube = await openCube(url, {open});
});

async function print(from: Lake, cube = spec): Promise<Buffer> {
  const out = new PassThrough();
  const printed = buffer(out);
  await printCube(from, cube, {out});
  out.end();
  return printed;
}

/** Serves a cube, and its parts where a data folder is given, by ranges, and notes them. */
async function rangeServer(cube: Buffer, data?: string) {
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    const file = request.url === "/cube.parquet" ? cube : readFileSync(join(data!, "cubes", request.url!));
    const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    ranges.push(`${request.url} ${request.headers.range}`);
    const start = first === "" ? Math.max(0, file.length - Number(last)) : Number(first);
    const end = first === "" ? file.length - 1 : Number(last);
    response.writeHead(206, {"content-range": `bytes ${start}-${end}/${file.length}`});
    response.end(file.subarray(start, end + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {server, ranges, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cube.parquet`};
}

for (const step of [600_000, hour, 6 * hour, day, 7 * day])
  test(`openCube().read() gives a step of ${step / hour} h as SQL over the rows does`, async () => {
    const steps = await cube.read({key: {series: "002/flow"}, from, to, step, calendar: null});
    const rows = await lake.sql<Record<"time" | "mean" | "min" | "max" | "n", number>>`
      SELECT epoch_ms(time) // ${step} * ${step} AS time, avg(value) AS mean, min(value) AS min, max(value) AS max, count(*) AS n
      FROM readings WHERE series = '002/flow' AND quality = 'good' GROUP BY 1 ORDER BY 1`;
    assert.deepEqual(
      [...steps.time].filter((time) => time >= from),
      rows.map(({time}) => time).filter((time) => time >= from)
    );
    const offset = rows.length - steps.time.length;
    for (const [i, row] of rows.entries()) {
      if (i < offset) continue;
      for (const name of ["mean", "min", "max", "n"] as const)
        assert.ok(Math.abs(steps.measures[name]![i - offset]! - row[name]) < 1e-9, `${name} of step ${i}`);
    }
  });

test("openCube().read() begins days of a zone at its midnights, over a change of the clocks", async () => {
  const timeZone = "Europe/Berlin";
  const steps = await cube.read({key: {series: "001/flow"}, from, to, step: day, calendar: "day", timeZone});
  const rows = await lake.sql<{n: number}>`
    SELECT count(*) AS n FROM readings WHERE series = '001/flow' AND quality = 'good'
      AND time >= ${new Date(Date.UTC(2026, 2, 28, 23))} AND time < ${new Date(Date.UTC(2026, 2, 29, 22))}`;
  const at = steps.time.indexOf(Date.UTC(2026, 2, 28, 23));
  assert.equal(steps.time[at + 1], Date.UTC(2026, 2, 29, 22));
  assert.equal(steps.measures.n![at], rows[0]!.n);
});

test("openCube().read() fetches one stretch of a month for a series' hours, of the cube for its days, and nothing twice", async () => {
  const asked = {key: {series: "003/flow"}, from, to, calendar: null} as const;
  await cube.read({...asked, key: {series: "001/flow"}, step: hour});
  read.length = 0;
  const [once] = await Promise.all([cube.read({...asked, step: hour}), cube.read({...asked, step: hour})]);
  assert.equal(once.time.length, days * 24 - 99);
  assert.deepEqual(
    read.map((range) => range.match(/longer-2026-0\d/)?.[0]),
    ["longer-2026-03", "longer-2026-04"]
  );
  await cube.read({...asked, from: from + 3 * day, to: from + 4 * day, step: hour});
  assert.equal(read.length, 2);
  await Promise.all([cube.read({...asked, step: day}), cube.read({...asked, step: 7 * day})]);
  assert.deepEqual(
    read.slice(2).map((range) => range.split(" ")[0]),
    ["/cube.parquet"]
  );
});

test("openCube().read() fetches of the shortest steps only the months asked for, and each of them once", async () => {
  read.length = 0;
  const asked = {key: {series: "003/flow"}, step: 600_000, calendar: null} as const;
  const april = Date.UTC(2026, 3, 1);
  const inApril = await cube.read({...asked, from: april + day, to: april + 3 * day});
  assert.equal(inApril.time.length, 2 * 144);
  assert.ok(
    read.length > 0 && read.every((range) => /^\/readings-[0-9a-f]{8}\/steps-2026-04\./.test(range)),
    `${read}`
  );
  read.length = 0;
  const across = await cube.read({...asked, from: april - day, to: april + day});
  assert.deepEqual(
    [...across.time],
    Array.from({length: 2 * 144}, (_, i) => april - day + i * 600_000)
  );
  await cube.read({...asked, from: april - day, to: april + 3 * day});
  assert.ok(read.length <= 2 && read.every((range) => range.includes("steps-2026-03")), `${read}`);
});

test("openCube().read() gives nothing for a series that is not there", async () => {
  const {time, measures} = await cube.read({key: {series: "404/flow"}, from, to, step: day, calendar: null});
  assert.deepEqual([time.length, measures.mean!.length], [0, 0]);
});

test("openCube() names a Parquet file that is no cube, and a file that is not Parquet", async (t) => {
  const file = await rangeServer(Buffer.from("PAR1 nothing that a reader could use, and no PAR"));
  t.after(() => file.server.close());
  await assert.rejects(openCube(file.url, {open}), {message: `not a Parquet file: ${file.url}`});
});

test("printCube() gives the same bytes in any order of the rows, and all day while nothing comes in", async (t) => {
  const {data, add} = fixtureLake(t);
  for (const part of [1, 0, 2])
    await add("readings", `SELECT * FROM (${readings}) WHERE epoch_ms(time) // 60000 % 3 = ${part}`);
  const otherwise = await openLake({data, now: to + 5 * hour});
  t.after(() => otherwise.close());
  const first = await print(lake);
  assert.ok(first.equals(await print(lake)));
  assert.ok(first.equals(await print(otherwise)));
});

test("printCube() sums a month up once, and again when its readings or what is kept of it have changed", async (t) => {
  const [kept, fresh] = [fixtureLake(t), fixtureLake(t)];
  const inMarch = `SELECT * FROM (${readings}) WHERE time < TIMESTAMP '2026-04-01'`;
  const inApril = `SELECT * FROM (${readings}) WHERE time >= TIMESTAMP '2026-04-01'`;
  const more =
    "SELECT TIMESTAMP '2026-03-20 12:00' AS time, 'plant' AS source, '004/flow' AS series, 1 AS value, 'good' AS quality";
  const printed = async ({data}: {data: string}) => {
    const lake = await openLake({data, now: to});
    return print(lake).finally(() => lake.close());
  };
  const folder = () => {
    const cubes = join(kept.data, "cubes");
    return join(cubes, readdirSync(cubes)[0]!);
  };
  const march = () => join(folder(), readdirSync(folder()).find((name) => name.startsWith("steps-2026-03"))!);

  await kept.add("readings", inMarch);
  await printed(kept);
  const {ino} = statSync(march());
  await kept.add("readings", inApril);
  const first = await printed(kept);
  assert.equal(statSync(march()).ino, ino);
  for (const query of [inMarch, inApril]) await fresh.add("readings", query);
  assert.ok(first.equals(await printed(fresh)));

  const content = readFileSync(march());
  writeFileSync(
    march(),
    content.map((byte, i) => (i > 1000 && i < 2000 ? byte ^ 255 : byte))
  );
  assert.ok(first.equals(await printed(kept)), "a damaged file");
  for (const text of ["null", "{", "[]"]) {
    writeFileSync(join(folder(), "made.json"), text);
    assert.ok(first.equals(await printed(kept)), `a damaged list: ${text}`);
  }

  for (const one of [kept, fresh]) await one.add("readings", more);
  rmSync(join(fresh.data, "cubes"), {recursive: true});
  const changed = await printed(kept);
  assert.ok(!changed.equals(first));
  assert.ok(changed.equals(await printed(fresh)));
});

test("printCube() of an empty lake prints a cube without rows", async (t) => {
  const empty = await openLake({data: temporaryFolder(t), now: to});
  t.after(() => empty.close());
  const {server, url} = await rangeServer(
    await print(empty, {
      ...spec,
      dataset: "requests",
      time: "requestedAt",
      by: ["requester", "processor"],
      measures: {n: "count"},
      where: {}
    })
  );
  t.after(() => server.close());
  const none = await openCube(url, {open});
  const {time} = await none.read({key: {requester: "a", processor: "b"}, from, to, step: day, calendar: null});
  assert.equal(time.length, 0);
});

test("cubeHeader() refuses a mean that cannot be merged, and a cube of nothing", () => {
  assert.throws(() => cubeHeader({...spec, measures: {mean: {mean: "value"}, n: "count"}}), {
    message: 'mean without its count: mean (add n: {count: "value"} to the measures)'
  });
  assert.throws(() => cubeHeader({...spec, grains: []}), /^Error: cube without a grain/);
  assert.throws(() => cubeHeader({...spec, measures: {}}), /^Error: cube without a measure/);
});
