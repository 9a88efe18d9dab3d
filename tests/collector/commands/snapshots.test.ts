import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {publishFiles} from "../../support/publish-files.ts";
import {runWeir} from "../../support/run-weir.ts";
import {sensorSite} from "../../support/site-payloads.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

/** Two snapshots, the later with a lower forecast, and a `weir snapshots` of their data folder. */
async function twoSnapshots(t: TestContext) {
  const folder = temporaryFolder(t);
  const file = join(folder, "weir.config.ts");
  const data = join(folder, "data");
  mkdirSync(data);
  writeFileSync(file, `export default {data: ${JSON.stringify(data)}, demo: false, sources: {}};`);
  const a = await publishFiles(sensorSite({now: noon, level: 100}), {data, now: noon, observedThrough: noon});
  const b = await publishFiles(sensorSite({now: noon + hour, level: 96}), {data, now: noon + hour});
  return {a: a.id, b: b.id, weir: (...args: string[]) => runWeir(t, ["--config", file, "snapshots", ...args]).exit};
}

test("weir snapshots diff tells figures, forecasts and files", async (t) => {
  const {a, b, weir} = await twoSnapshots(t);
  const {code, stdout, stderr} = await weir("diff", "previous", "current");
  assert.equal(code, 0, stderr);
  assert.match(stdout, new RegExp(`^A {2}${a}  2026-11-21 12:00:00Z  2026-11-21 12:00:00Z$`, "m"));
  assert.match(stdout, new RegExp(`^B {2}${b}  2026-11-21 13:00:00Z  unknown$`, "m"));
  assert.match(stdout, /^Figures: 2 of 2 differ$/m);
  assert.match(stdout, /^ {2}Sensors +Flow at 001, latest +100 +96 +m³\/h +-4 +-4 %$/m);
  assert.match(stdout, /^ {2}Flow at 001 +167 +100 +96 +m³\/h +-4 % +4 +ridge$/m);
  assert.match(stdout, /^Files: 3 changed, 2 added, 1 removed; by content 5 new \(.+ MB\), 2 shared/m);
  assert.match(stdout, /^ {2}~ _file\/data\/sensors\.json$/m);
});

test("weir snapshots diff --json tells the same to machines", async (t) => {
  const {a, b, weir} = await twoSnapshots(t);
  const {code, stdout} = await weir("diff", a.slice(0, 11), b, "--json");
  assert.equal(code, 0);
  const diff = JSON.parse(stdout);
  assert.deepEqual([diff.a.id, diff.b.id], [a, b]);
  assert.equal(diff.figures.forecasts[0].share, -0.04);
  assert.deepEqual(diff.files.changed.slice(0, 1), ["_file/data/sensors.json"]);
});

test("weir snapshots diff ends with 1 for an id that is not there, and with 2 for wrong usage", async (t) => {
  const {weir} = await twoSnapshots(t);
  const unknown = await weir("diff", "2020", "current");
  assert.deepEqual([unknown.code, unknown.stderr], [1, "weir: no such snapshot: 2020 (see: weir snapshots list)\n"]);
  const unclear = await weir("diff", "2026", "current");
  assert.equal(unclear.code, 2);
  assert.match(unclear.stderr, /^weir: more than one snapshot: 2026 begins 2 ids/);
  assert.equal((await weir("diff", "current")).code, 2);
});

test("weir snapshots list tells what each takes and what of it is new; rollback takes the beginning of an id", async (t) => {
  const {a, b, weir} = await twoSnapshots(t);
  assert.equal((await weir("rollback", "20261121T12")).code, 0);
  const listed = JSON.parse((await weir("list", "--json")).stdout);
  assert.deepEqual(
    listed.map(({id, current, newBytes, bytes}: {id: string; current: boolean; newBytes: number; bytes: number}) => [
      id,
      current,
      newBytes === bytes
    ]),
    [
      [b, false, false],
      [a, true, true]
    ]
  );
  const {stdout} = await weir("list");
  assert.match(stdout, new RegExp(`^\\*  ${a}  2026-11-21T12:00:00\\.000Z  6  .* MB  .* MB  good$`, "m"));
});
