import assert from "node:assert/strict";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {seeded} from "../../support/random.ts";
import {root} from "../../support/root.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

interface Report {
  load: {rows: number; from: string; to: string; stepMinutes: number; peak: number};
  next: {from: string; to: string; servers: number; expected: number; bound: number};
  comparison: {
    from: string;
    to: string;
    plans: {
      name: string;
      serverHours: number;
      saved: number;
      short: number;
      minutesShort: number;
      cost: number | null;
    }[];
  } | null;
}

const start = Date.UTC(2026, 4, 4);
const stamp = (minutes: number) => new Date(start + minutes * 60_000).toISOString().slice(0, 19).replace("T", " ");

/** A CSV of a load by the minute: days and nights, and noise. */
function loadFile(t: TestContext, days: number): string {
  const next = seeded(5);
  const load = (i: number) => (1000 - 800 * Math.cos((2 * Math.PI * (i % 1440)) / 1440)) * (1 + 0.1 * next());
  const rows = Array.from({length: days * 1440}, (_, i) => `${stamp(i)},${load(i).toFixed(1)}`);
  return table(t, rows);
}

function table(t: TestContext, rows: string[]): string {
  const file = join(temporaryFolder(t), "load.csv");
  writeFileSync(file, `at,load\n${rows.join("\n")}\n`);
  return file;
}

const scale = (t: TestContext, file: string, ...args: string[]) =>
  runWeir(t, ["scale", file, "--time", "at", "--value", "load", ...args]).exit;

test("weir scale tells what comes next and compares plans over the last two weeks", async (t) => {
  const file = loadFile(t, 21);
  const {code, stdout, stderr} = await scale(t, file, "--capacity", "100", "--boot", "5m", "--price", "0.5");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^load {3}30,240 rows by the minute, 2026-05-04 00:00 to 2026-05-25 00:00 UTC, peak 1,9\d\d\n/);
  assert.match(
    stdout,
    /\nnext {3}\d servers, 2026-05-25 00:05 to 2026-05-25 01:05 UTC: up to 2\d\d expected, planned for \d+\n/
  );
  assert.match(stdout, /\n2026-05-11 00:00 to 2026-05-25 00:00 UTC\n/);
  assert.match(stdout, / +server-hours +saved +cost +minutes short +share +actions\n/);
  assert.match(stdout, /\nstatic +6,720 +0.0 % +3,360 +0 +0.00 % +0\n/);
  for (const name of ["plan", "reactive", "perfect"]) assert.match(stdout, new RegExp(`\n${name} +[345],\\d{3} `));
});

test("weir scale --json tells the same to machines, --out writes the plan, --backtest covers the file", async (t) => {
  const file = loadFile(t, 21);
  const out = join(temporaryFolder(t), "plan.csv");
  const {code, stdout} = await scale(t, file, "--capacity", "100", "--json", "--backtest", "--out", out);
  assert.equal(code, 0);
  const {load, next, comparison} = JSON.parse(stdout) as Report;
  assert.deepEqual([load.rows, load.stepMinutes], [30_240, 1]);
  assert.deepEqual([next.from, next.to], ["2026-05-25T00:05:00.000Z", "2026-05-25T01:05:00.000Z"]);
  assert.deepEqual([comparison!.from, comparison!.to], ["2026-05-04T02:00:00.000Z", "2026-05-25T00:00:00.000Z"]);
  const [plan, fixed, , perfect] = comparison!.plans;
  assert.equal(plan!.cost, null);
  assert.ok(plan!.short <= 0.01 && plan!.saved > perfect!.saved - 0.15);
  assert.equal(plan!.saved, 1 - plan!.serverHours / fixed!.serverHours);

  const lines = readFileSync(out, "utf8").trimEnd().split("\n");
  assert.equal(lines[0], "time,servers");
  assert.match(lines[1]!, /^2026-05-04T02:00:00.000Z,\d+$/);
  assert.equal(lines.at(-1), `${next.from},${next.servers}`);
  assert.equal(lines.length, 1 + 21 * 24 - 2 + 1);
  const short = await scale(t, file, "--capacity", "100", "--out", out);
  assert.equal(short.code, 0);
  assert.equal(readFileSync(out, "utf8"), `time,servers\n${next.from},${next.servers}\n`);
});

test("weir scale keeps to a given headroom, bounds and horizon", async (t) => {
  const file = loadFile(t, 3);
  const args = ["--capacity", "100", "--headroom", "0.5", "--min", "4", "--max", "12", "--horizon", "30m"];
  const out = join(temporaryFolder(t), "plan.csv");
  const {code, stdout} = await scale(t, file, ...args, "--json", "--backtest", "--out", out);
  assert.equal(code, 0);
  const {next} = JSON.parse(stdout) as Report;
  assert.equal(Date.parse(next.to) - Date.parse(next.from), 1_800_000);
  assert.ok(Math.abs(next.bound - 1.5 * next.expected) < 1e-6);
  const servers = readFileSync(out, "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[1]));
  assert.deepEqual([Math.min(...servers), Math.max(...servers)], [4, 12]);
});

test("weir scale bears gaps, irregular times, odd values and rows out of order", async (t) => {
  const next = seeded(9);
  const rows = Array.from({length: 4000}, (_, i) => {
    const at = new Date(start + i * 60_000 + Math.floor(30_000 * next())).toISOString();
    return `${at},${i % 50 === 7 ? "" : i % 501 === 8 ? "broken" : (500 + 100 * next()).toFixed(2)}`;
  }).filter((_, i) => i < 1500 || i > 1900);
  const swapped = [...rows.slice(2000), ...rows.slice(0, 2000)];
  const {code, stdout} = await scale(t, table(t, swapped), "--capacity", "100", "--json");
  assert.equal(code, 0);
  const {next: coming, comparison} = JSON.parse(stdout) as Report;
  assert.ok(coming.servers >= 6 && coming.servers <= 8, String(coming.servers));
  assert.ok(comparison!.plans.every(({serverHours, short}) => serverHours > 0 && short >= 0 && short < 0.05));
});

test("weir scale fails in one line for a load that no plan can be made of", async (t) => {
  const cases: [rows: string[], message: RegExp][] = [
    [[`${stamp(0)},5`], /^weir: too few rows with a value: a plan takes two times or more\n$/],
    [[`${stamp(0)},5`, `${stamp(1)},5`, `${stamp(2)},5`], /^weir: too short a load: 3 minutes \(.*\)\n$/],
    [
      [`${stamp(0)},5`, `${stamp(1)},-5`],
      /^weir: negative load: -5 at 2026-05-04T00:01:00.000Z \(correct the row\)\n$/
    ],
    [[`${stamp(0)},5`, `${stamp(1440)},5`], /^weir: rows too far apart: 1440 minutes \(.*\)\n$/]
  ];
  for (const [rows, message] of cases) {
    const {code, stdout, stderr} = await scale(t, table(t, rows), "--capacity", "10");
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, message);
  }
});

test("weir scale exits with 2 for wrong usage and says what to write", async (t) => {
  const cases: [args: string[], message: RegExp][] = [
    [[], /required option '--capacity <n>'/],
    [["--capacity", "0"], /not a number above 0: 0/],
    [["--capacity", "5", "--headroom", "some"], /not a number of 0 or more: some/],
    [["--capacity", "5", "--target-short", "1"], /not a number above 0 and below 1: 1/],
    [["--capacity", "5", "--boot", "5"], /invalid duration: 5 \(write 10s, 5m, 1h or 7d\)/],
    [["--capacity", "5", "--min", "3", "--max", "2"], /^weir: invalid --max: 2 \(write one that is not below --min 3\)/]
  ];
  for (const [args, message] of cases) {
    const {code, stderr} = await scale(t, "load.csv", ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});

test("weir scale --series plans for each series as for that series alone", async (t) => {
  const rows = readFileSync(loadFile(t, 21), "utf8").trimEnd().split("\n").slice(1);
  const doubled = rows.map((row) => row.replace(/,(.*)/, (_, load) => `,${(2 * Number(load)).toFixed(1)}`));
  const named = (name: string, lines: string[]) => lines.map((line) => `"${name}",${line}`);
  const file = join(temporaryFolder(t), "loads.csv");
  const mixed = [...named("shop, new", rows), ...named("api", doubled)].sort((a, b) =>
    a.slice(-9) < b.slice(-9) ? -1 : 1
  );
  writeFileSync(file, `service,at,load\n${mixed.join("\n")}\n`);
  const out = join(temporaryFolder(t), "plans.csv");
  const args = ["--series", "service", "--capacity", "100", "--backtest", "--out", out];
  const both = await scale(t, file, ...args, "--json");
  assert.deepEqual([both.code, both.stderr], [0, ""]);
  const {series, leftOut, ...others} = JSON.parse(both.stdout) as {series: (Report & {series: string})[]; leftOut: []};
  assert.deepEqual([others, leftOut], [{out}, []]);
  assert.deepEqual(series.map((one) => one.series).sort(), ["api", "shop, new"]);
  const lines = readFileSync(out, "utf8").trimEnd().split("\n");
  assert.equal(lines[0], "series,time,servers");

  for (const [name, own] of [["shop, new", rows] as const, ["api", doubled] as const]) {
    const alone = await scale(t, table(t, own), "--capacity", "100", "--backtest", "--json", "--out", `${out}.alone`);
    const {series: _, ...report} = series.find((one) => one.series === name)!;
    assert.deepEqual(report, JSON.parse(alone.stdout));
    const label = name === "api" ? "api," : '"shop, new",';
    const plan = lines.filter((line) => line.startsWith(label)).map((line) => line.slice(label.length));
    assert.deepEqual(["time,servers", ...plan], readFileSync(`${out}.alone`, "utf8").trimEnd().split("\n"));
  }

  const {stdout} = await scale(t, file, "--series", "service", "--capacity", "100");
  assert.match(
    stdout,
    /^series +peak +next \(UTC\) +servers +planned for +server-hours +saved +minutes short +share\n/
  );
  assert.match(stdout, /\napi +3,9\d\d +2026-05-25 00:05 +\d +\d+ +[\d,]+ +\d+\.\d % +\d+ +\d\.\d\d %\n/);
  assert.equal(stdout.trimEnd().split("\n").length, 3);
});

test("weir scale --series leaves out what no plan can be made of, and fails when that is all", async (t) => {
  const few = [`short,${stamp(0)},5`, `short,${stamp(1)},6`, `wrong,${stamp(0)},-5`, `wrong,${stamp(1)},5`];
  const long = Array.from({length: 300}, (_, i) => `long,${stamp(i)},${500 + (i % 7)}`);
  const file = join(temporaryFolder(t), "loads.csv");
  writeFileSync(file, `service,at,load\n${[...few, ...long].join("\n")}\n`);
  const {code, stdout, stderr} = await scale(t, file, "--series", "service", "--capacity", "100", "--json");
  assert.equal(code, 0);
  const {series, leftOut} = JSON.parse(stdout) as {
    series: {series: string}[];
    leftOut: {series: string; reason: string}[];
  };
  assert.deepEqual(
    series.map((one) => one.series),
    ["long"]
  );
  assert.deepEqual(
    leftOut.map((one) => one.series),
    ["short", "wrong"]
  );
  assert.match(stderr, /left out: short: too short a load: 2 minutes .*\n.*left out: wrong: negative load: -5 at/);

  writeFileSync(file, `service,at,load\n${few.join("\n")}\n`);
  const none = await scale(t, file, "--series", "service", "--capacity", "100");
  assert.deepEqual([none.code, none.stdout], [1, ""]);
  assert.match(none.stderr, /\nweir: nothing to plan: every series of .*loads.csv was left out\n$/);
  const missing = await scale(t, file, "--series", "host", "--capacity", "100");
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^weir: no column for --series: host \(.*loads.csv has service, at, load\)\n$/);
});

const worldCup = join(root, "../shared/datasets/worldcup98/requests_per_minute.csv");
test("weir scale saves five sixths of a fixed number of servers on a real load, within its target", {
  skip: existsSync(worldCup) ? false : `no ${worldCup}`
}, async (t) => {
  const args = ["scale", worldCup, "--time", "period", "--value", "count", "--backtest", "--json"];
  for (const capacity of [1700, 3400]) {
    const {code, stdout} = await runWeir(t, [...args, "--capacity", String(capacity)]).exit;
    assert.equal(code, 0);
    const [plan] = (JSON.parse(stdout) as Report).comparison!.plans;
    assert.ok(plan!.short <= 0.01 && plan!.saved >= 0.835, `${plan!.short} ${plan!.saved}`);
  }
});
