import assert from "node:assert/strict";
import {rmSync, symlinkSync, truncateSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {setImmediate as turn} from "node:timers/promises";
import {dueMoments} from "../../bench/support/schedule/due-moments.ts";
import type {JournalLine} from "../../bench/support/schedule/journal.ts";
import {judge, type Verdict} from "../../bench/support/schedule/oracle.ts";
import {tornSnapshots} from "../../bench/support/schedule/torn-snapshots.ts";
import type {Run} from "../../collector/catalog.ts";
import {type Job, type RunStore, Scheduler} from "../../collector/schedule/scheduler.ts";
import {publishFiles} from "../support/publish-files.ts";
import {seeded} from "../support/random.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const [secondMs, minuteMs, hourMs] = [1000, 60_000, 3_600_000];
const wall = Date.UTC(2026, 9, 24, 22);

const promised = [
  {name: "detect", timing: {everyMs: minuteMs}, limitMs: minuteMs, heavy: false},
  {name: "compact", timing: {everyMs: 20 * minuteMs}, limitMs: 5 * minuteMs, heavy: false},
  {name: "publish", timing: {everyMs: 10 * minuteMs}, limitMs: hourMs, heavy: true},
  {name: "retain", timing: {everyMs: 50 * minuteMs}, limitMs: hourMs, heavy: true},
  {name: "criteria", timing: {at: "30 2 * * *", timeZone: "Europe/Berlin"}, limitMs: hourMs, heavy: true}
].map((one) => ({...one, due: dueMoments(one.timing, wall - 96 * hourMs, wall + 96 * hourMs)}));

/** Runs of all processes, in memory. */
class MemoryStore implements RunStore {
  readonly runs: Run[] = [];
  addRun(run: Run): void {
    const last = this.runs.findLastIndex(({job}) => job === run.job);
    if (last >= 0 && !this.runs[last]!.ok && this.runs[last]!.startedAt === run.startedAt) this.runs.splice(last, 1);
    this.runs.push(run);
  }
  lastSuccess(job: string): Run | undefined {
    return this.runs.findLast((run) => run.job === job && run.ok);
  }
  failures(job: string): Run[] {
    const of = this.runs.filter((run) => run.job === job);
    return of.slice(of.findLastIndex(({ok}) => ok) + 1).slice(-10);
  }
}

interface Mistakes {
  jobs?: (job: Job) => Job;
  store?: (store: MemoryStore, now: () => number) => RunStore;
  /** So many schedules at a time. */
  schedules?: number;
  overran?: boolean;
  endsWithParent?: boolean;
}

/** Half a day of a schedule with kills and clock steps, as the bench runs it, with mistakes in it. */
async function day({
  jobs = (job) => job,
  store = (one) => one,
  schedules = 1,
  ...mistakes
}: Mistakes): Promise<Verdict> {
  const random = seeded(7);
  const lines: JournalLine[] = [];
  const kept = new MemoryStore();
  let [at, setBy, runs, life] = [0, 0, 0, 0];
  const alarms: {at: number; ring: () => void}[] = [];
  const clock = {monotonic: () => at, now: () => wall + at + setBy};
  const times = () => ({at, wall: clock.now()});
  const after = (ms: number) => new Promise<void>((ring) => alarms.push({at: at + ms, ring}));

  const watched = (name: string, heavy: boolean): Job["run"] => {
    const own = life;
    return async (signal) => {
      const run = ++runs;
      lines.push({...times(), what: "begin", job: name, run});
      signal.addEventListener("abort", () => own === life && lines.push({...times(), what: "abort", job: name, run}));
      // of compact alone, such a run outlasts its limit
      const [ignores, fails] = [random() < (name === "compact" ? 0.2 : 0.02), random() < 0.1];
      const length = (ignores ? 7 : random() < 0.05 ? 25 : 2 * random()) * minuteMs * (name === "detect" ? 0.1 : 1);
      for (const end = at + length; at < end && (ignores || !signal.aborted); ) {
        await after(10 * secondMs);
        if (own !== life && !(heavy && mistakes.endsWithParent === false)) return new Promise<never>(() => {});
        if (heavy) lines.push({...times(), what: "works", job: name, run});
      }
      if (own !== life) return new Promise<never>(() => {});
      const ok = !fails && !signal.aborted;
      lines.push({...times(), what: "end", job: name, run, ok});
      if (!ok) throw new Error("failed");
      return "done";
    };
  };
  const start = () => {
    life++;
    const states = promised.map(({name}) => ({name, success: kept.lastSuccess(name), failures: kept.failures(name)}));
    const successes = states.flatMap(({name, success}) => (success ? [[name, success.startedAt]] : []));
    const failures = states.flatMap(({name, failures}) =>
      failures.length ? [[name, {times: failures.length, endedAt: failures.at(-1)!.endedAt}]] : []
    );
    lines.push({
      ...times(),
      what: "start",
      life,
      successes: Object.fromEntries(successes),
      failures: Object.fromEntries(failures)
    });
    const told = {
      ended: ({message: _, ...run}: Run) => void lines.push({...times(), what: "recorded", ...run}),
      overran: ({job}: Run) => void (mistakes.overran ?? lines.push({...times(), what: "overran", job}))
    };
    const all = promised.map((one) => jobs({...one, run: watched(one.name, one.heavy)}));
    const place = store(kept, clock.now);
    return Array.from({length: schedules}, () => new Scheduler(all, place, told, clock));
  };

  let running = start();
  while (at < 12 * hourMs) {
    if (random() < 1 / 200) {
      at += random() < 0.5 ? 0 : Math.round(random() * hourMs);
      running = start();
    }
    if (random() < 1 / 400) setBy += Math.round((random() - 0.5) * 2 * hourMs);
    at += 5 * secondMs;
    for (const alarm of alarms.filter((one) => one.at <= at)) {
      alarms.splice(alarms.indexOf(alarm), 1);
      alarm.ring();
    }
    for (let i = 0; i < 4; i++) await turn(); // what rang goes on to its end
    lines.push({...times(), what: "tick"});
    for (const one of running) one.tick();
  }
  return judge(lines, promised);
}

const broken = ({counts: _, ...verdict}: Verdict) =>
  Object.entries(verdict).flatMap(([promise, cases]) => (cases.length ? [promise] : []));

test("judge() finds nothing to say against the schedule", async () => {
  const {counts, ...verdict} = await day({});
  for (const cases of Object.values(verdict)) assert.deepEqual(cases, []);
  assert.ok(counts.runs > 400 && counts.stopped > 5 && counts.cutShort > 5, JSON.stringify(counts));
});

const cases: [string, Mistakes, (keyof Verdict)[]][] = [
  ["runs a job beside itself", {schedules: 2}, ["overlaps"]],
  ["takes heavy jobs for light ones", {jobs: (job) => ({...job, heavy: false})}, ["overlaps"]],
  ["leaves heavy processes behind when it is killed", {endsWithParent: false}, ["overlaps"]],
  ["stops nothing at its limit", {jobs: (job) => ({...job, limitMs: 10 * job.limitMs})}, ["unlimited"]],
  ["does not tell of what goes on", {overran: false}, ["unlimited"]],
  [
    "leaves a job out",
    {jobs: (job) => (job.name === "retain" ? {...job, timing: {everyMs: 7 * 24 * hourMs}} : job)},
    ["late"]
  ],
  [
    "takes another night for the one when clocks go back",
    {jobs: (job) => (job.name === "criteria" ? {...job, timing: {at: "30 1 * * *", timeZone: "UTC"}} : job)},
    ["late"]
  ],
  ["tries again at once", {store: (store) => ({...bound(store), failures: () => []})}, ["unasked"]],
  [
    "forgets what it missed while it was away",
    {
      store: (store, now) => {
        const startedAt = now();
        const run = {job: "", startedAt, endedAt: startedAt, ok: true, message: ""};
        const newest = (one: Run | undefined) => (one && one.startedAt > startedAt ? one : run);
        return {...bound(store), lastSuccess: (job) => newest(store.lastSuccess(job))};
      }
    },
    ["late"]
  ],
  [
    "runs again what it has done",
    {
      store: (store) => ({
        ...bound(store),
        addRun: (run) => (run.ok && run.endedAt % 3 === 0 ? undefined : store.addRun(run))
      })
    },
    ["doubled"]
  ]
];

function bound(store: MemoryStore): RunStore {
  return {
    addRun: (run) => store.addRun(run),
    lastSuccess: (job) => store.lastSuccess(job),
    failures: (job) => store.failures(job)
  };
}

for (const [what, mistakes, expected] of cases)
  test(`judge() sees a schedule that ${what}`, async () => {
    const found = broken(await day(mistakes));
    assert.ok(
      expected.every((promise) => found.includes(promise)),
      `${found}`
    );
  });

test("tornSnapshots() sees a file that is cut, one that is missing, and readers led nowhere", async (t) => {
  const data = temporaryFolder(t);
  assert.deepEqual(tornSnapshots(data), []);
  const page = "<!doctype html><html><head></head><body>water</body></html>";
  const {id} = await publishFiles({"index.html": page, "a.txt": "a".repeat(5000)}, {data, now: wall});
  assert.deepEqual(tornSnapshots(data), []);
  const folder = join(data, "snapshots", id);
  truncateSync(join(folder, "site", "a.txt.br"), 3);
  assert.match(tornSnapshots(data).join(), /unexpected end of file|not as in its index: a\.txt/);
  truncateSync(join(folder, "site", "index.html"), 3);
  rmSync(join(folder, "site", "a.txt"));
  assert.ok(tornSnapshots(data).length > 0);
  rmSync(join(data, "snapshots", "current"));
  symlinkSync("20261124T000000Z-00000000", join(data, "snapshots", "current"));
  assert.match(tornSnapshots(data).join(), /current: no such snapshot: 20261124T000000Z-00000000/);
});
