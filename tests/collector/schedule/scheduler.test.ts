import assert from "node:assert/strict";
import {test} from "node:test";
import {Catalog, type Run} from "../../../collector/catalog.ts";
import {parseConfig} from "../../../collector/config.ts";
import {jobPlans} from "../../../collector/schedule/job-plans.ts";
import {type Job, Scheduler} from "../../../collector/schedule/scheduler.ts";
import {HandClock} from "../../support/hand-clock.ts";
import {seeded} from "../../support/random.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const [secondMs, minuteMs, hourMs] = [1000, 60_000, 3_600_000];
const noon = Date.UTC(2026, 10, 21, 12);

const job = (name: string, run: Job["run"], options: Partial<Job> = {}): Job => ({
  name,
  timing: {everyMs: 10 * minuteMs},
  limitMs: hourMs,
  heavy: false,
  run,
  ...options
});

test("a Scheduler runs jobs when they are due, and makes up once what was missed", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  const runs: number[] = [];
  const start = () => new Scheduler([job("publish", async () => `${runs.push(clock.now())}`)], catalog, {}, clock);
  const first = start();
  await clock.pass(hourMs, () => first.tick());
  assert.equal(runs.length, 7); // at once, since it never ran, and six times since
  await first.stop();
  await clock.pass(5 * hourMs, () => {});
  const second = start();
  await clock.pass(5 * minuteMs, () => second.tick());
  assert.equal(runs.length, 8);
  await second.stop();
  assert.equal(catalog.lastSuccess("publish")!.startedAt, runs.at(-1));
});

test("a Scheduler tries a failed job again, later each time, and at once when a crash cut a run short", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  const tries: number[] = [];
  const ended: Run[] = [];
  const failing = job("train", async () => {
    tries.push(clock.now() - noon);
    throw new Error("no memory");
  });
  const scheduler = new Scheduler([failing], catalog, {ended: (run) => ended.push(run)}, clock);
  await clock.pass(10 * minuteMs, () => scheduler.tick());
  const pauses = tries.slice(1).map((time, i) => Math.round((time - tries[i]!) / secondMs));
  assert.deepEqual(pauses, [30, 60, 120, 240]);
  assert.deepEqual([ended[0]!.ok, ended[0]!.message], [false, "no memory"]);
  assert.equal(catalog.failures("train").length, tries.length);

  const cut = new HandClock();
  const begun: number[] = [];
  const slow = job("criteria", async () => {
    begun.push(cut.now());
    await cut.after(hourMs);
    return "done";
  });
  const killed = new Scheduler([slow], catalog, {}, cut);
  killed.tick();
  const next = new Scheduler([slow], catalog, {}, cut); // as a process after a power cut
  next.tick();
  assert.equal(begun.length, 2);
});

test("a Scheduler never runs a job beside itself, nor two heavy ones, and stops one that takes too long", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  let [now, most, heavy] = [0, 0, 0];
  const work = (ms: number, weight: number) => async () => {
    now++;
    heavy += weight;
    most = Math.max(most, heavy);
    await clock.after(ms);
    heavy -= weight;
    now--;
    return "done";
  };
  const jobs = [
    job("publish", work(25 * minuteMs, 1), {heavy: true}),
    job("train", work(25 * minuteMs, 1), {heavy: true}),
    job("detect", work(secondMs, 0), {timing: {everyMs: minuteMs}})
  ];
  const scheduler = new Scheduler(jobs, catalog, {}, clock);
  let twice = false;
  await clock.pass(3 * hourMs, () => {
    scheduler.tick();
    twice ||= new Set(scheduler.running).size !== scheduler.running.length || now > 3;
  });
  assert.deepEqual([most, twice], [1, false]);
  assert.ok(catalog.lastSuccess("train"));

  assert.throws(() => scheduler.run("nothing"), /^Error: no such job: nothing \(there are publish, train, detect\)$/);
});

test("a Scheduler makes forecasts before the publication of the same hour, though a start begins with a publication", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  const begun: string[] = [];
  const takes = {forecast: 50, publish: 90, criteria: 20} as Record<string, number>;
  const jobs = jobPlans(parseConfig({publish: {every: "1h"}, sources: {}})).map((plan) => ({
    ...plan,
    run: async () => {
      if (plan.asked) return null;
      if (plan.heavy) begun.push(`${plan.name} ${new Date(clock.now()).toISOString().slice(11, 16)}`);
      await clock.after((takes[plan.name] ?? 1) * secondMs);
      return "done";
    }
  }));
  const scheduler = new Scheduler(jobs, catalog, {}, clock);
  void scheduler.run("publish"); // as weir up does
  await clock.pass(130 * minuteMs, () => scheduler.tick());
  assert.deepEqual(begun, [
    ...["publish 12:00", "forecast 12:01", "criteria 12:02"],
    ...["forecast 13:00", "publish 13:00", "forecast 14:00", "publish 14:00"]
  ]);
});

test("a Scheduler lets every heavy job have its turn, however long others take and however often they fail", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  const begun: string[] = [];
  const heavy = (name: string, minutes: number, fails = false) =>
    job(
      name,
      async () => {
        begun.push(name);
        await clock.after(minutes * minuteMs);
        if (fails) throw new Error("no memory");
        return "done";
      },
      {heavy: true}
    );
  const jobs = [heavy("forecast", 15), heavy("publish", 40, true), heavy("criteria", 1), heavy("train", 12)];
  const scheduler = new Scheduler(jobs, catalog, {}, clock);
  await clock.pass(8 * hourMs, () => scheduler.tick());
  const waits = jobs.flatMap(({name}) => {
    const turns = begun.flatMap((one, i) => (one === name ? [i] : []));
    return turns.map((turn, i) => turn - (turns[i - 1] ?? -1));
  });
  assert.ok(Math.max(...waits) <= 5, `others before it: ${begun}`);
  assert.ok(begun.length > 20, `${begun.length} runs`);
});

test("a Scheduler stops a run at its limit, and tells of one that goes on, once, and in the end of what became of it", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  const told: Run[] = [];
  const ended: Run[] = [];
  const obeying: Job["run"] = (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const ignoring = async () => {
    await clock.after(2 * hourMs);
    throw new Error("no memory");
  };
  const year = {timing: {everyMs: 364 * 24 * hourMs}};
  const jobs = [
    job("compact", obeying, {...year, limitMs: 60 * secondMs}),
    job("publish", ignoring, {...year, limitMs: hourMs})
  ];
  const options = {ended: (run: Run) => ended.push(run), overran: (run: Run) => told.push(run)};
  const scheduler = new Scheduler(jobs, catalog, options, clock);
  await clock.pass(65 * secondMs, () => scheduler.tick());
  assert.deepEqual(
    ended.map(({job, ok, message, startedAt, endedAt}) => [job, ok, message, endedAt - startedAt]),
    [["compact", false, "took longer than 60 s", 60 * secondMs]]
  );
  await clock.pass(hourMs, () => scheduler.tick());
  const goesOn = "goes on past its limit of 3600 s, though it was told to stop";
  assert.deepEqual(
    told.map(({job, ok, message}) => [job, ok, message]),
    [["publish", false, goesOn]]
  );
  assert.deepEqual(catalog.failures("publish"), told);
  await clock.pass(2 * hourMs, () => scheduler.running.includes("publish") && scheduler.tick());
  assert.equal(told.length, 1);
  const [last, ...more] = catalog.failures("publish");
  assert.deepEqual(
    [last!.message, last!.startedAt, last!.endedAt, more],
    ["took longer than 3600 s", told[0]!.startedAt, noon + secondMs + 2 * hourMs, []]
  );

  const days = 24 * hourMs;
  const long = job("train", () => clock.after(30 * days).then(() => "done"), {...year, limitMs: 40 * days});
  const patient = new Scheduler([long], catalog, {}, clock);
  await clock.pass(31 * days, () => patient.tick(), hourMs);
  assert.ok(catalog.lastSuccess("train"), "a limit of more than 2^31 ms is none of 1 ms");
});

test("a Scheduler asks a job with nothing to do again in a minute, and keeps no record of that", async (t) => {
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  let asked = 0;
  const idle = async () => {
    asked++;
    return null;
  };
  const scheduler = new Scheduler([job("train", idle)], catalog, {}, clock);
  await clock.pass(10 * minuteMs, () => scheduler.tick());
  assert.ok(asked >= 9 && asked <= 10);
  assert.equal(catalog.lastSuccess("train"), undefined);
});

test("24 hours with kills, clock steps and slow jobs: no promise broken, no overlap, no doubled run", async (t) => {
  const random = seeded(20_261_122);
  const catalog = new Catalog(temporaryFolder(t));
  t.after(() => catalog.close());
  const clock = new HandClock();
  const periods = {detect: minuteMs, report: 10 * minuteMs, publish: hourMs, criteria: 24 * hourMs};
  /** Runs that came to an end; how many lives and clock steps there had been when they began. */
  const runs: Record<string, {began: number; ended: number; life: number; steps: number}[]> = {};
  const running = new Set<string>();
  let [overlaps, life, steps] = [0, 0, 0];
  const start = () => {
    const own = ++life;
    running.clear(); // what a kill cuts short is gone
    const jobs = Object.entries(periods).map(([name, everyMs]) =>
      job(
        name,
        async () => {
          if (running.has(name)) overlaps++;
          running.add(name);
          const begin = {began: clock.passed, life: own, steps};
          await clock.after(random() < 0.02 ? everyMs * 1.5 : Math.min(everyMs / 4, 20 * secondMs * random()));
          if (own !== life) return new Promise<never>(() => {}); // killed
          running.delete(name);
          runs[name] = [...(runs[name] ?? []), {...begin, ended: clock.passed}];
          return "done";
        },
        {timing: {everyMs}}
      )
    );
    return new Scheduler(jobs, catalog, {}, clock);
  };
  let scheduler = start();
  await clock.pass(
    24 * hourMs,
    () => {
      if (random() < 1 / 300) scheduler = start();
      if (random() < 1 / 1500) {
        clock.offset += Math.round((random() - 0.5) * 4 * hourMs);
        steps++;
      }
      scheduler.tick();
    },
    10 * secondMs
  );
  assert.ok(life > 10 && steps > 1, `${life} lives, ${steps} steps`);
  assert.equal(overlaps, 0);
  for (const [name, everyMs] of Object.entries(periods)) {
    const all = runs[name]!;
    const pauses = all.slice(1).map(({ended}, i) => ended - all[i]!.ended);
    const turns = (24 * hourMs) / everyMs;
    assert.ok(all.length >= turns / 2, `${name} ran ${all.length} times`);
    assert.ok(all.length <= turns + 1 + steps, `${name} ran ${all.length} times, ${steps} steps`);
    for (const [i, run] of all.slice(1).entries()) {
      const last = all[i]!;
      const isStep = run.life === last.life && run.steps > last.steps;
      if (isStep)
        assert.ok(run.began - last.began >= everyMs / 2, `${name} ran twice, with a step of the clock between`);
    }
    if (everyMs < 24 * hourMs)
      assert.ok(Math.max(...pauses) <= 4 * everyMs, `${name} paused ${Math.max(...pauses)} ms`);
  }
});
