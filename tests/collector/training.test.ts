import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {type Config, parseConfig} from "../../collector/config.ts";
import {jobPlans} from "../../collector/schedule/job-plans.ts";
import {Scheduler} from "../../collector/schedule/scheduler.ts";
import {Training, trainingDue} from "../../collector/training.ts";
import {codeVersion} from "../../loaders/fitted/code-version.ts";
import {encodeFitted, type FittedRecord, fittedFolder} from "../../loaders/fitted/fitted-file.ts";
import {root} from "../support/root.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;

test("trainingDue() is true once there is something to learn from", () => {
  assert.ok(!trainingDue({learnt: null, tried: null, oldest: null}, week, 0));
  assert.ok(!trainingDue({learnt: null, tried: null, oldest: 0}, week, 2 * day - 1));
  assert.ok(trainingDue({learnt: null, tried: null, oldest: 0}, week, 2 * day));
});

test("trainingDue() comes again after the interval, sooner while twice as much has come", () => {
  const year = 365 * day;
  assert.ok(!trainingDue({learnt: year, tried: null, oldest: 0}, week, year + week - 1));
  assert.ok(trainingDue({learnt: year, tried: null, oldest: 0}, week, year + week));
  assert.ok(!trainingDue({learnt: 2 * day, tried: null, oldest: 0}, week, 4 * day - 1));
  assert.ok(trainingDue({learnt: 2 * day, tried: null, oldest: 0}, week, 4 * day));
});

test("trainingDue() waits an hour after a try that failed", () => {
  assert.ok(!trainingDue({learnt: null, tried: 5 * day, oldest: 0}, week, 5 * day + hour - 1));
  assert.ok(trainingDue({learnt: null, tried: 5 * day, oldest: 0}, week, 5 * day + hour));
});

test("trainingDue() takes no word of a clock that was years ahead", () => {
  const ahead = 20 * 365 * day;
  assert.ok(trainingDue({learnt: ahead, tried: null, oldest: 0}, week, 30 * day));
  assert.ok(trainingDue({learnt: null, tried: ahead, oldest: 0}, week, 30 * day));
  assert.ok(!trainingDue({learnt: ahead, tried: 30 * day, oldest: 0}, week, 30 * day + hour - 1));
});

test("Training.isDue() is true at once after an upgrade of the models, and when what was learnt is gone", (t) => {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const now = Date.now();
  const file = {path: "readings/x.parquet", dataset: "readings" as const, rows: 1, bytes: 1, crc32c: 0};
  catalog.commit({
    kind: "spool",
    at: now,
    files: [{...file, minTime: now - 30 * day, maxTime: now}],
    watermark: 1,
    sources: {}
  });
  catalog.addRun({job: "train", startedAt: now - hour, endedAt: now - hour, ok: true, message: ""});
  const training = new Training(
    {root, data, train: {every: week, networks: false}, jobs: {}} as unknown as Config,
    catalog,
    ""
  );
  assert.ok(training.isDue(now), "nothing is kept");
  mkdirSync(join(data, fittedFolder));
  const keep = (code: string) =>
    writeFileSync(join(data, fittedFolder, "x days.model"), encodeFitted({code, at: now, series: {}} as FittedRecord));
  keep("older");
  assert.ok(training.isDue(now));
  keep(codeVersion(join(root, "loaders")));
  assert.ok(!training.isDue(now));
});

test("a Training that has its time in jobs begins then each week, however long the one before took", async (t) => {
  const data = temporaryFolder(t);
  const catalog = new Catalog(data);
  t.after(() => catalog.close());
  const jobs = {train: {at: "30 2 * * sun", timeZone: "Europe/Berlin"}};
  const config = {...parseConfig({timeZone: "Europe/Berlin", jobs, sources: {}}), root, data};
  let now = Date.UTC(2026, 2, 1);
  const file = {path: "readings/x.parquet", dataset: "readings" as const, rows: 1, bytes: 1, crc32c: 0};
  catalog.commit({kind: "spool", at: now, files: [{...file, minTime: now - 30 * day, maxTime: now}]});
  mkdirSync(join(data, fittedFolder));
  const learnt = encodeFitted({code: codeVersion(join(root, "loaders")), at: now, series: {}} as FittedRecord);
  writeFileSync(join(data, fittedFolder, "x days.model"), learnt);
  catalog.addRun({job: "train", startedAt: now - hour, endedAt: now - hour, ok: true, message: ""});
  const training = new Training(config, catalog, "");
  const begun: string[] = [];
  const run = async () => {
    if (!training.isDue(now)) return null;
    begun.push(new Date(now).toISOString().slice(0, 16));
    now += 40 * 60_000; // it takes its time
    return "19 series";
  };
  const plan = jobPlans(config).find(({name}) => name === "train")!;
  const scheduler = new Scheduler([{...plan, run}], catalog, {}, {now: () => now, monotonic: () => now});
  for (const end = now + 36 * day; now < end; now += 30_000) {
    scheduler.tick();
    if (scheduler.running.length) await scheduler.run("train");
  }
  const [winter, summer] = [
    ["01", "08", "15", "22"].map((date) => `2026-03-${date}T01:30`),
    ["2026-03-29T01:00", "2026-04-05T00:30"] // the clocks skip half past two
  ];
  assert.deepEqual(begun, [...winter, ...summer]);
});
