import {setTimeout as sleep} from "node:timers/promises";
import {Catalog} from "../../../collector/catalog.ts";
import type {JobPlan} from "../../../collector/schedule/job-plans.ts";
import {Scheduler} from "../../../collector/schedule/scheduler.ts";
import {runNode} from "../../../collector/site/run-process.ts";
import {seeded} from "../../../tests/support/random.ts";
import {type Fate, fateOf} from "./fate.ts";
import type {HeavyWork} from "./heavy-process.ts";
import {Journal} from "./journal.ts";
import {type ClockSettings, SimulatedClock} from "./simulated-clock.ts";

export interface ScheduleSettings {
  data: string;
  journal: string;
  clock: ClockSettings;
  plans: JobPlan[];
  /** Which start of this process it is. */
  life: number;
  seed: number;
  /** Script of heavy work. */
  heavy: string;
}

/** `weir up` looks for what is due each second, which would be a thousandth of one here, ms. */
const tickMs = 3;
/** Training finds something to do so often, simulated ms. */
const trainEveryMs = 3 * 3_600_000;

const settings: ScheduleSettings = JSON.parse(process.argv[2]!);
const {data, life, seed, heavy, plans} = settings;
const clock = new SimulatedClock(settings.clock);
const journal = new Journal(settings.journal, clock);
const catalog = new Catalog(data);
const random = seeded(seed + life);
let runs = life * 1_000_000;

/** The schedule of `weir up` over real snapshots and a real catalog; what jobs do beside takes its time and nothing else. */
const scheduler = new Scheduler(
  plans.map((plan) => ({...plan, run: (signal) => watched(plan, signal)})),
  catalog,
  {
    ended: ({message: _, ...run}) => journal.add({what: "recorded", ...run}),
    overran: ({job}) => journal.add({what: "overran", job})
  },
  clock
);

async function watched(plan: JobPlan, signal: AbortSignal): Promise<string | null> {
  const [job, run] = [plan.name, ++runs];
  journal.add({what: "begin", job, run});
  signal.addEventListener("abort", () => journal.add({what: "abort", job, run}));
  let ok: boolean | null = false;
  try {
    const message = await perform(plan, run, signal);
    ok = message === null ? null : true;
    return message;
  } finally {
    journal.add({what: "end", job, run, ok});
  }
}

async function perform(plan: JobPlan, run: number, signal: AbortSignal): Promise<string | null> {
  const fate = fateOf(plan, random);
  if (!plan.heavy) return lightly(fate, signal);
  const work = {journal: settings.journal, clock: settings.clock, job: plan.name, run, ...fate};
  if (plan.name === "publish") return publishSite(work, signal);
  const trained = catalog.lastSuccess("train")?.startedAt;
  if (plan.asked && trained !== undefined && Math.abs(clock.now() - trained) < trainEveryMs) return null;
  await heavily(work, signal);
  return "done";
}

async function lightly({ms, fails, ignores}: Fate, signal: AbortSignal): Promise<string> {
  await sleep(ms / settings.clock.speed, undefined, ignores ? {} : {signal});
  if (fails) throw new Error("failed as it was told to");
  return "done";
}

async function heavily(work: HeavyWork, signal?: AbortSignal): Promise<void> {
  const options = {cwd: data, env: process.env, signal, niceness: 15};
  const {code, stderr} = await runNode([heavy, JSON.stringify(work)], options);
  if (code !== 0) throw new Error(stderr.trim() || `exit code ${code}`);
}

async function publishSite(work: HeavyWork, signal: AbortSignal): Promise<string> {
  const {publish} = await publishing;
  const build = async ({out, signal: stop}: {out: string; signal?: AbortSignal}) => {
    await heavily({...work, out}, stop);
    return {pages: 4, brokenLinks: [], failures: [], outputs: []};
  };
  const {id} = await publish({root: data, data, keep: 6, signal}, {now: clock.now, build});
  return id;
}

const known = (name: string) => ({success: catalog.lastSuccess(name)?.startedAt, failures: catalog.failures(name)});
const states = plans.map(({name}) => ({name, ...known(name)}));
journal.add({
  what: "start",
  life,
  successes: Object.fromEntries(states.flatMap(({name, success}) => (success === undefined ? [] : [[name, success]]))),
  failures: Object.fromEntries(
    states.flatMap(({name, failures}) =>
      failures.length ? [[name, {times: failures.length, endedAt: failures.at(-1)!.endedAt}]] : []
    )
  )
});
/** It takes long to load: the schedule goes on meanwhile. */
const publishing = import("../../../collector/publish.ts");
const timer = setInterval(() => {
  clock.look();
  journal.add({what: "tick"});
  scheduler.tick();
}, tickMs);
process.once("SIGTERM", async () => {
  clearInterval(timer);
  await scheduler.stop();
  catalog.close();
});
