import assert from "node:assert/strict";
import {createReadStream, readFileSync} from "node:fs";
import {basename} from "node:path";
import {createInterface} from "node:readline";
import test from "node:test";
import {day, minute} from "../../../data/demo/calendar.ts";
import {faults} from "../../../data/demo/faults.ts";
import {historyImports, writeHistory} from "../../../data/demo/history.ts";
import {licenceRegister} from "../../../data/demo/licences.ts";
import {meters} from "../../../data/demo/meters.ts";
import {waterPlant} from "../../../data/demo/water.ts";
import {datasets} from "../../../data/schema.ts";
import {anchor, temporaryFolder} from "./fixture.ts";

const rowsOf = (file: string) => readFileSync(file, "latin1").trimEnd().split("\n");
const linesOf = (file: string) => createInterface({input: createReadStream(file, "latin1")});

test("writeHistory(dir, anchor) writes a year: 525,600 minutes of each series, less its gaps", async (t) => {
  const dir = temporaryFolder(t);
  await writeHistory(dir, anchor);
  const water = new Map<string, {rows: number; first: string; last: string}>();
  for await (const line of linesOf(historyImports(dir)[0]!.file)) {
    const [time, series] = line.split(",") as [string, string];
    const known = water.get(series);
    water.set(series, {rows: (known?.rows ?? 0) + 1, first: known?.first ?? time, last: time});
  }
  assert.equal(water.size, 1 + 2 * meters.length);
  for (const id of meters) {
    const gaps = faults(anchor).filter(({kind, meter}) => kind === "gap" && meter === id);
    const missing = gaps.reduce((sum, {from, to}) => sum + (to - from) / minute, 0);
    for (const quantity of ["flow", "pressure"])
      assert.deepEqual(water.get(`${id}/${quantity}`), {
        rows: 525_600 - missing,
        first: "2025-07-09T14:20:00Z",
        last: "2026-07-09T14:19:00Z"
      });
  }
  let minutes = -1;
  for await (const _ of linesOf(historyImports(dir)[1]!.file)) minutes++;
  assert.equal(minutes, 525_600);
});

test("writeHistory(dir, anchor, {days}) says what the live meters say, and calls the impossible suspect", async (t) => {
  const dir = temporaryFolder(t);
  await writeHistory(dir, anchor, {days: 3});
  const read = waterPlant(anchor);
  const [header, ...rows] = rowsOf(historyImports(dir)[0]!.file);
  assert.equal(header, "time,series,value,quality");
  for (const row of rows) {
    const [time, series, value, quality] = row.split(",") as [string, string, string, string];
    const [id, quantity] = series.split("/") as [(typeof meters)[number], "flow" | "pressure"];
    assert.equal(Number(value), read(id, Date.parse(time))![quantity]);
    assert.equal(quality === "suspect", Number(value) < 0 || Number(value) > 1000);
  }
  assert.equal(rows.filter((row) => row.endsWith("suspect")).length, 1);
});

test("writeHistory(dir, anchor, {days}) begins the licences with those that stand", async (t) => {
  const dir = temporaryFolder(t);
  await writeHistory(dir, anchor, {days: 30});
  const [, ...rows] = rowsOf(historyImports(dir)[3]!.file);
  const start = new Date(anchor - 30 * day).toISOString().slice(0, 19);
  const atStart = rows.filter((row) => row.startsWith(start)).map((row) => row.split(",")[1]);
  const standing = licenceRegister(anchor)(anchor - 30 * day).map(({key}) => key);
  assert.deepEqual(atStart.toSorted(), standing.toSorted());
  assert.match(rows[0]!, /,"\[""[a-z-]+""(,""[a-z-]+"")*\]",(true|false),false$/);
});

test("writeHistory(dir, anchor, {days}) leaves requests open that were open at the anchor", async (t) => {
  const dir = temporaryFolder(t);
  await writeHistory(dir, anchor, {days: 2});
  const [, ...rows] = rowsOf(historyImports(dir)[4]!.file);
  const end = new Date(anchor).toISOString();
  assert.ok(rows.some((row) => row.endsWith(",,")));
  for (const row of rows) {
    const [, , asked, , , result, done] = row.split(",") as string[];
    assert.equal(result === "", done === "");
    assert.ok(asked! < end && done! < end);
  }
});

test("historyImports(dir) names columns of the files and of the datasets", async (t) => {
  const dir = temporaryFolder(t);
  await writeHistory(dir, anchor, {days: 1});
  for (const {file, dataset, time, map = {}} of historyImports(dir)) {
    const header = rowsOf(file)[0]!.split(",");
    const columns = datasets[dataset].columns.map(({name}) => name);
    assert.ok(header.includes(time), basename(file));
    for (const [column, from] of Object.entries(map)) assert.ok(columns.includes(column) && header.includes(from));
    for (const name of header)
      assert.ok(
        columns.includes(name) || name === time || Object.values(map).includes(name),
        `${basename(file)} ${name}`
      );
  }
});
