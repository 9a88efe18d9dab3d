import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {Catalog} from "../../../collector/catalog.ts";
import {parseConfig} from "../../../collector/config.ts";
import {jobPlans} from "../../../collector/schedule/job-plans.ts";
import {statusOf, whenText} from "../../../collector/schedule/job-status.ts";
import {root} from "../../support/root.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

test("jobPlans() takes intervals of the parts, and what jobs says instead", () => {
  const {jobs, ...rest} = parseConfig({
    timeZone: "Europe/Berlin",
    publish: {every: "1h"},
    jobs: {train: {at: "30 2 * * sun", limit: "2h"}, compact: {every: "5m"}},
    sources: {machine: {kind: "system"}}
  });
  const plans = jobPlans({jobs, ...rest});
  const texts = Object.fromEntries(
    plans.map(({name, timing, limitMs}) => [name, `${whenText(timing)}, ${limitMs / 60_000} min`])
  );
  assert.deepEqual(texts, {
    detect: "every 1m, 1 min",
    report: "every 10m, 5 min",
    nightFlow: "every 10m, 5 min",
    forecast: "every 1h, 30 min",
    compact: "every 5m, 60 min",
    retain: "every 1d, 60 min",
    publish: "every 1h, 60 min",
    criteria: "every 1d, 60 min",
    train: "at 30 2 * * sun (Europe/Berlin), 120 min"
  });
});

test("statusOf() says when a job succeeded, is due, is late and how it fails", (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const now = Date.UTC(2026, 10, 21, 12, 5);
  const plan = jobPlans(parseConfig({sources: {machine: {kind: "system"}}})).find(({name}) => name === "publish")!;
  const run = {job: "publish", startedAt: now - 240_000, endedAt: now - 230_000};
  catalog.addRun({...run, ok: true, message: "20261121T120100Z-5f3a9c01"});
  const {lastSuccess, next, late, failed} = statusOf(plan, catalog, now);
  assert.deepEqual(
    {lastSuccess, next, late, failed},
    {lastSuccess: "2026-11-21T12:01:10.000Z", next: "2026-11-21T12:10:00.000Z", late: false, failed: null}
  );
  catalog.addRun({...run, startedAt: now + 600_000, endedAt: now + 610_000, ok: false, message: "no space left"});
  const later = statusOf(plan, catalog, now + 1_800_000);
  assert.deepEqual(later.late, true);
  assert.deepEqual(later.failed, {
    at: "2026-11-21T12:15:10.000Z",
    times: 1,
    message: "no space left",
    retry: "2026-11-21T12:15:40.000Z"
  });
  const advice = "(see: weir jobs explain publish)";
  assert.equal(later.problem, `job publish: late, its last success began 2026-11-21T12:01:00.000Z ${advice}`);
  const fails = (startedAt: number, message: string) =>
    catalog.addRun({job: "publish", startedAt, endedAt: startedAt + 1000, ok: false, message});
  fails(now + 601_000, "no space left\nat build()");
  assert.equal(statusOf(plan, catalog, now).problem, null);
  fails(now + 602_000, "no space left\nat build()");
  assert.equal(statusOf(plan, catalog, now).problem, `job publish: failed 3 times: no space left ${advice}`);
  catalog.addRun({...run, startedAt: now, ok: true, message: ""});
  fails(now + 603_000, "goes on past its limit of 3600 s, though it was told to stop");
  assert.match(statusOf(plan, catalog, now).problem ?? "", /^job publish: goes on past its limit of 3600 s, though/);
});

test("weir jobs lists, explains and refuses", async (t) => {
  const env = {WEIR_DATA: join(temporaryFolder(t), "data")};
  const weir = (...args: string[]) => runWeir(t, ["jobs", ...args], {cwd: root, env}).exit;
  const listed = await weir("--json");
  assert.deepEqual(
    JSON.parse(listed.stdout).map(({name, lastSuccess, late}: {name: string; lastSuccess: null; late: boolean}) => [
      name,
      lastSuccess,
      late
    ]),
    ["detect", "report", "nightFlow", "compact", "retain", "forecast", "publish", "criteria", "train"].map((name) => [
      name,
      null,
      false
    ])
  );
  const {stdout} = await weir("explain", "publish");
  assert.match(stdout, /^publish builds the site into a new snapshot: every 10m; a run is stopped after 1h/);
  assert.match(stdout, /stopped after 1h\n\ndue \(UTC\) .*\n(20\d\d-.*\n){5}\nno run yet\n$/);
  assert.match((await weir("explain", "train")).stdout, /stopped after 12h\n\nno run yet\n$/);
  const catalog = new Catalog(env.WEIR_DATA);
  const noon = Date.UTC(2026, 10, 21, 12);
  catalog.addRun({job: "publish", startedAt: noon, endedAt: noon + 60_000, ok: false, message: "no space left"});
  catalog.close();
  const failed = /^failed 1x, last at 2026-11-21 12:01: no space left; tried again at 2026-11-21 12:01 \(UTC\)$/m;
  assert.match((await weir("explain", "publish")).stdout, failed);
  assert.match((await weir()).stdout, /^publish .* failed 1x: no space left/m);
  const {code, stderr} = await weir("explain", "nothing");
  assert.deepEqual(
    [
      code,
      stderr.includes(
        "no such job: nothing (there are detect, report, nightFlow, compact, retain, forecast, publish, criteria, train)"
      )
    ],
    [2, true]
  );
});

test("weir jobs run retain takes out of the lake what is past keeping, and is recorded", async (t) => {
  const data = join(temporaryFolder(t), "data");
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const fileOf = (path: string, maxTime: number) =>
    ({path, dataset: "readings", rows: 1, bytes: 1, minTime: 0, maxTime}) as const;
  catalog.commit({kind: "spool", at: 1, files: [fileOf("old", 1000), fileOf("new", Date.now())]});
  const {code, stderr} = await runWeir(t, ["jobs", "run", "retain"], {cwd: root, env: {WEIR_DATA: data}}).exit;
  assert.deepEqual([code, stderr.includes("retain: retired 1 file")], [0, true], stderr);
  assert.deepEqual(
    catalog.files().map(({path}) => path),
    ["new"]
  );
  assert.equal(catalog.lastSuccess("retain")!.message, "retired 1 file");
});
