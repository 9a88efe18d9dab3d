import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waves} from "../../support/waves.ts";

const hour = 3_600_000;

function tableOf(t: TestContext, rows: string[]): string {
  const path = join(temporaryFolder(t), "table.csv");
  writeFileSync(path, `id,time,value\n${rows.join("\n")}\n`);
  return path;
}

const rowsOf = (id: string, days: number, seed = 1): string[] => {
  const {start, values} = waves({days, seed});
  return Array.from(values, (value, i) => `"${id}",${new Date(start + i * hour).toISOString()},${value}`);
};

const forecast = (t: TestContext, path: string, ...more: string[]) =>
  runWeir(t, ["forecast", path, "--time", "time", "--value", "value", "--horizon", "24", ...more]).exit;

test("weir forecast writes the next values of every series, with ordered intervals", async (t) => {
  const path = tableOf(t, [...rowsOf("north", 40), ...rowsOf("so,uth", 30, 2), ...rowsOf("new", 1)]);
  const out = join(temporaryFolder(t), "out.csv");
  const {code, stdout, stderr} = await forecast(t, path, "--series", "id", "--out", out);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /shorter than two days, and left out: new/);
  assert.match(stdout, /^series +model +origins +sMAPE +seasonal naive +inside 90 %\nnorth +blend/);
  const [head, ...lines] = readFileSync(out, "utf8").trimEnd().split("\n");
  assert.equal(head, "series,time,model,mean,lo50,hi50,lo90,hi90");
  assert.equal(lines.length, 48);
  assert.match(lines[0]!, /^north,2026-02-14T00:00:00Z,blend,/);
  assert.match(lines[24]!, /^"so,uth",2026-02-04T00:00:00Z,/);
  const truth = waves({days: 41}).values.subarray(40 * 24);
  const errors = lines.slice(0, 24).map((line, h) => {
    const [mean, lo50, hi50, lo90, hi90] = line.split(",").slice(3).map(Number) as [
      number,
      number,
      number,
      number,
      number
    ];
    assert.ok(lo90 <= lo50 && lo50 <= mean && mean <= hi50 && hi50 <= hi90 && lo90 > 0);
    return Math.abs(mean / truth[h]! - 1);
  });
  assert.ok(errors.reduce((a, b) => a + b) / 24 < 0.06);
});

test("weir forecast --model uses that model, and --json tells its errors", async (t) => {
  const path = tableOf(t, rowsOf("a", 40));
  const {code, stdout} = await forecast(t, path, "--model", "weekly-naive", "--json");
  assert.equal(code, 0);
  const {series} = JSON.parse(stdout);
  assert.deepEqual([series.length, series[0].series, series[0].model], [1, "value", "weekly naive"]);
  assert.ok(series[0].backtests[0].mase > 0);
});

test("weir forecast learns from many series together, each judged by its own backtest", async (t) => {
  const ids = ["a", "b", "c", "d", "e"];
  const rows = ids.flatMap((id, seed) => rowsOf(id, 25 + seed, seed + 1));
  const path = tableOf(t, [...rows, ...rowsOf("short", 4)]);
  const {code, stdout, stderr} = await forecast(t, path, "--series", "id", "--json");
  assert.equal(code, 0, stderr);
  const {series} = JSON.parse(stdout) as {series: {series: string; backtests: {model: string}[]}[]};
  const pooled = series.filter(({backtests}) => backtests.some(({model}) => model === "pooled trees"));
  assert.deepEqual(
    pooled.map((one) => one.series),
    ids
  );
  assert.equal(series.length, 6);

  const named = await forecast(t, tableOf(t, rows), "--series", "id", "--model", "pooled-trees");
  assert.equal(named.code, 0, named.stderr);
  assert.match(named.stdout, /^a,2026-01-30T00:00:00Z,pooled trees,/m);
});

test("weir forecast --exogenous reads what is known ahead, and says where it ends", async (t) => {
  const {start, values} = waves({days: 40});
  const path = join(temporaryFolder(t), "driven.csv");
  const rows = Array.from({length: values.length + 12}, (_, i) =>
    [new Date(start + i * hour).toISOString(), values[i] ?? "", Math.floor(i / 24) % 5 === 0].join()
  );
  writeFileSync(path, `time,value,open\n${rows.join("\n")}\n`);
  const {code, stdout, stderr} = await forecast(t, path, "--exogenous", "open", "--model", "decomposition");
  assert.equal(code, 0, stderr);
  assert.match(stderr, /open is known for 12 of 24 steps ahead: from there on its last known day is repeated/);
  assert.match(stdout.split("\n")[1]!, /^value,2026-02-14T00:00:00Z,decomposition,/);
  const missing = await forecast(t, path, "--exogenous", "rain");
  assert.deepEqual([missing.code, missing.stdout], [1, ""]);
  assert.match(missing.stderr, /no column for --exogenous: rain/);
});

test("weir forecast --freq 1mo forecasts calendar months", async (t) => {
  const {code, stdout} = await forecast(t, tableOf(t, rowsOf("a", 400)), "--freq", "1mo");
  assert.equal(code, 0);
  assert.match(stdout.split("\n")[1]!, /^value,2027-03-01T00:00:00Z,/);
});

test("weir forecast prints CSV where no file is given", async (t) => {
  const {code, stdout} = await forecast(t, tableOf(t, rowsOf("a", 20)));
  assert.equal(code, 0);
  assert.equal(stdout.trimEnd().split("\n").length, 25);
});

test("weir forecast answers bad input with one line and an exit code", async (t) => {
  const cases: [rows: string[], more: string[], code: number, message: RegExp][] = [
    [["a,2026-01-01,1"], [], 1, /cannot tell the interval of value/],
    [rowsOf("a", 20).map((row) => row.replace(/[^,]*$/, "")), [], 1, /nothing to forecast/],
    [["a,soon,1"], [], 1, /not a time: soon \(row 1/],
    [rowsOf("a", 20), ["--model", "crystal-ball"], 2, /crystal-ball/],
    [rowsOf("a", 40), ["--model", "pooled-trees"], 1, /too few series for pooled-trees: 1 \(it takes 5/],
    [rowsOf("a", 20), ["--model", "trees"], 1, /no model suits a history of 480 values: trees/],
    [rowsOf("a", 20), ["--zone", "Mars"], 2, /unknown time zone: Mars/],
    [rowsOf("a", 20), ["--freq", "7h"], 2, /25200 s does not divide a day/]
  ];
  for (const [rows, more, expected, message] of cases) {
    const {code, stdout, stderr} = await forecast(t, tableOf(t, rows), ...more);
    assert.deepEqual([code, stdout], [expected, ""], stderr);
    assert.match(stderr, message);
  }
  const {code, stderr} = await runWeir(t, ["work"]).exit;
  assert.deepEqual([code, stderr], [1, "weir: not a command for people: weir starts it by itself\n"]);
});
