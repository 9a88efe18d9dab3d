import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {readSeries} from "../../../collector/analysis/read-series.ts";
import {connectDuckDB} from "../../../collector/duckdb.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const columns = {time: "time", value: "value"};

function csv(t: TestContext, text: string): string {
  const path = join(temporaryFolder(t), "table.csv");
  writeFileSync(path, text);
  return path;
}

test("readSeries() keeps every row of each series in order, with its time as written", async (t) => {
  const path = csv(t, "id,time,value\nb,2026-01-01 01:00,2\na,2026-01-01T00:00:00Z,1.5\nb,2026-01-01 00:00,\n");
  const [b, a] = await readSeries(path, {...columns, series: "id"});
  assert.deepEqual(b, {
    series: "b",
    times: Float64Array.of(Date.UTC(2026, 0, 1, 1), Date.UTC(2026, 0, 1)),
    stamps: ["2026-01-01 01:00", "2026-01-01 00:00"],
    values: Float64Array.of(2, Number.NaN)
  });
  assert.deepEqual([a?.series, a?.values[0]], ["a", 1.5]);
});

test("readSeries() reads offsets, fractions, days and seconds since 1970", async (t) => {
  const times = ["2026-01-01 02:00:00.25+02:00", "2026-01-01", "1767225600", "1767225600000", "2026-01-01T00:00:00Z"];
  const [one] = await readSeries(csv(t, `time,value\n${times.map((time) => `${time},1\n`).join("")}`), columns);
  const start = Date.UTC(2026, 0, 1);
  assert.deepEqual([...one!.times], [start + 250, start, start, start, start]);
  assert.equal(one!.series, "value");
});

test("readSeries() tells the two runs of an hour in autumn apart, whatever the interval", async (t) => {
  const clock = (minutes: number) =>
    `2026-10-25 ${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const shown = [90, 120, 150, 120, 150, 180];
  const [one] = await readSeries(csv(t, `time,value\n${shown.map((m) => `${clock(m)},${m}\n`).join("")}`), columns, {
    zone: "Europe/Rome"
  });
  const first = Date.UTC(2026, 9, 24, 23, 30);
  assert.deepEqual(
    [...one!.times],
    [0, 30, 60, 90, 120, 150].map((minutes) => first + minutes * 60_000)
  );
});

test("readSeries() counts what is no number as missing and says so once", async (t) => {
  const said: string[] = [];
  const path = csv(t, "time,value\n2026-01-01,NA\n2026-01-02,much\n2026-01-03,inf\n2026-01-04,-\n2026-01-05,7\n");
  const [one] = await readSeries(path, columns, {say: (line) => said.push(line)});
  assert.deepEqual([...one!.values], [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 7]);
  assert.deepEqual(said, ["2 values are no numbers and count as missing, the first: much (row 2)"]);
});

test("readSeries() names what is wrong and what to write", async (t) => {
  const good = csv(t, "time,value\n2026-01-01,1\n");
  await assert.rejects(
    readSeries(good, {...columns, value: "flow"}),
    /no column for --value: flow \(.* has time, value\)/
  );
  await assert.rejects(readSeries(good, {...columns, series: "id"}), /no column for --series: id/);
  await assert.rejects(readSeries("table.xls", columns), /unknown kind of file: table.xls \(write .csv or .parquet\)/);
  await assert.rejects(readSeries("missing.csv", columns), /cannot read file: missing.csv/);
  await assert.rejects(
    readSeries(csv(t, "time,value\n2026-01-01,1\nsoon,2\n"), columns),
    /not a time: soon \(row 2 of/
  );
  await assert.rejects(readSeries(csv(t, "time,value\n,2\n"), columns), /not a time: \(empty\) \(row 1 of/);
  await assert.rejects(readSeries(csv(t, "time,value\n"), columns), /no rows/);
});

test("readSeries() reads Parquet", async (t) => {
  const path = join(temporaryFolder(t), "table.parquet");
  const connection = await connectDuckDB();
  await connection.run(
    `COPY (SELECT TIMESTAMP '2026-01-01' + to_hours(i::INT) AS time, i AS value FROM range(3000) r(i)) TO '${path}' (FORMAT parquet)`
  );
  connection.closeSync();
  const [one] = await readSeries(path, columns, {stamps: false});
  assert.deepEqual(
    [one!.times.length, one!.times[2999], one!.values[2999], one!.stamps],
    [3000, Date.UTC(2026, 0, 1) + 2999 * 3_600_000, 2999, []]
  );
});
