import assert from "node:assert/strict";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {seeded} from "../../support/random.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

interface Finding {
  series: string;
  time: string;
  to: string;
  stage: number;
  value: number;
  expected: number | null;
  reason: string;
}

/** A folder with a table, and `weir outliers` on it. */
function table(t: TestContext, lines: string[]) {
  const folder = temporaryFolder(t);
  const at = (name: string) => join(folder, name);
  writeFileSync(at("table.csv"), `${lines.join("\n")}\n`);
  const columns = ["--time", "time", "--value", "value", "--series", "series"];
  const run = (...args: string[]) => runWeir(t, ["outliers", "table.csv", ...columns, ...args], {cwd: folder}).exit;
  return {at, run, read: (name: string) => readFileSync(at(name), "utf8").trimEnd().split("\n")};
}

const random = seeded(11);
const stamp = (row: number): string => new Date(Date.UTC(2026, 0, 1, row)).toISOString().slice(0, 16).replace("T", " ");
/** Two months of hours: a daily wave, with a spike in `pump, old` alone. */
const hours = Array.from({length: 1440}, (_, i) => {
  const value = 100 + 10 * Math.sin((2 * Math.PI * i) / 24) + random();
  return [`"pump, old",${stamp(i)},${i === 1200 ? 300 : value}`, `mains,${stamp(i)},${value}`];
}).flat();

test("weir outliers writes a score for every row as its time was written, and findings that explain themselves", async (t) => {
  const {run, read} = table(t, ["series,time,value", ...hours]);
  const {code, stdout, stderr} = await run("--scores", "scores.csv", "--out", "findings.csv", "--json");
  assert.equal(code, 0, stderr);
  const [head, ...scores] = read("scores.csv");
  assert.equal(head, "series,time,score");
  assert.equal(scores.length, hours.length);
  const ofPump = scores.filter((line) => line.startsWith('"pump, old",'));
  ofPump.forEach((line, i) => {
    assert.match(line, new RegExp(`^"pump, old",${stamp(i)},(0|1|0\\.\\d{1,6})$`));
  });
  const alarms = scores.filter((line) => Number(line.split(",").at(-1)) >= 0.5);
  assert.ok(alarms.every((line) => line.startsWith('"pump')));
  assert.match(alarms[0]!, new RegExp(`^"pump, old",${stamp(1200)},0\\.9`));

  const [finding, ...others]: Finding[] = JSON.parse(stdout);
  assert.deepEqual(others, []);
  assert.equal(finding!.time, `${stamp(1200).replace(" ", "T")}:00.000Z`);
  assert.deepEqual([finding!.series, finding!.stage, finding!.value], ["pump, old", 4, 300]);
  assert.ok(Math.abs(finding!.expected! - 100) < 3);
  const {time, to, expected, reason} = finding!;
  assert.deepEqual(read("findings.csv"), [
    "series,time,to,stage,value,expected,reason",
    `"pump, old",${time},${to},4,300,${expected},"${reason}"`
  ]);
});

test("weir outliers prints a table for people, and says so when there is nothing to tell", async (t) => {
  const {run} = table(t, ["series,time,value", ...hours]);
  const {code, stdout, stderr} = await run();
  assert.deepEqual([code, stderr], [0, ""]);
  const [head, row, end] = stdout.split("\n");
  assert.match(head!, /^series +from \(UTC\) +to \(UTC\) +stage +value +expected +reason$/);
  assert.match(
    row!,
    /^pump, old {2}2026-02-20 00:00 {2}2026-02-20 \d\d:00 {2}4 serious {2}300 {4}\d+(\.\d)? +300, where/
  );
  assert.equal(end, "");
  const quiet = table(t, ["series,time,value", ...hours.filter((line) => line.startsWith("mains"))]);
  const nothing = await quiet.run();
  assert.deepEqual([nothing.code, nothing.stdout], [0, ""]);
  assert.match(nothing.stderr, / no findings in 1 series\n$/);
});

test("weir outliers gives zeros, not errors, for what holds no values to judge", async (t) => {
  const {run, read} = table(t, [
    "series,time,value",
    "one,2026-01-01,5",
    ...Array.from({length: 50}, (_, i) => `none,${stamp(i)},`),
    ...Array.from({length: 50}, (_, i) => `words,${stamp(i)},broken`),
    ...Array.from({length: 500}, (_, i) => `same,${stamp(i)},0.1`)
  ]);
  const {code, stderr} = await run("--scores", "scores.csv");
  assert.equal(code, 0, stderr);
  const [, ...scores] = read("scores.csv");
  assert.equal(scores.length, 601);
  assert.ok(scores.every((line) => line.endsWith(",0")));
  assert.match(stderr, /50 values are no numbers and count as missing, the first: broken/);
});

test("weir outliers keeps the order of the input, whatever the order of its times, and rows of one time", async (t) => {
  const mains = hours.filter((line) => line.startsWith('"pump'));
  const shuffled = [...mains, ...mains.slice(0, 30)].reverse();
  const {run, read} = table(t, ["series,time,value", ...shuffled]);
  const {code, stderr} = await run("--scores", "scores.csv");
  assert.equal(code, 0, stderr);
  const [, ...scores] = read("scores.csv");
  const times = (lines: string[]) => lines.map((line) => /\d{4}-\d\d-\d\d \d\d:\d\d/.exec(line)![0]);
  assert.deepEqual(times(scores), times(shuffled));
  const alarms = scores.filter((line) => Number(line.split(",").at(-1)) >= 0.5);
  assert.equal(times(alarms).sort()[0], stamp(1200));
});

test("weir outliers exits with 2 on wrong usage and with 1, having written nothing, on a table it cannot read", async (t) => {
  const {at, run} = table(t, ["series,time,value", "one,2026-01-01,5", "one,yesterday,5"]);
  const broken = await run("--scores", "scores.csv");
  assert.equal(broken.code, 1);
  assert.match(broken.stderr, /^weir: not a time: yesterday \(row 2 of table\.csv; write .*\)\n$/);
  assert.equal(existsSync(at("scores.csv")), false);
  const usage = await runWeir(t, ["outliers", "table.csv", "--time", "time"]).exit;
  assert.equal(usage.code, 2);
  assert.match(usage.stderr, /^weir: required option '--value <column>' not specified\n/);
  const nowhere = await run("--zone", "Mars/Olympus");
  assert.deepEqual([nowhere.code, nowhere.stdout], [2, ""]);
  assert.match(nowhere.stderr, /^weir: unknown time zone: Mars\/Olympus \(write an IANA name/);
});
