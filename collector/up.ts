import {existsSync} from "node:fs";
import {accessBlocks} from "./access-blocks.ts";
import type {Catalog} from "./catalog.ts";
import {Collector} from "./collector.ts";
import {forMachines} from "./commands/alerts.ts";
import type {Config} from "./config.ts";
import {importHistory, startDemo} from "./demo.ts";
import {eachInTurn} from "./each-in-turn.ts";
import {keepHeapSmall} from "./keep-heap-small.ts";
import {canRedraw, terminalView} from "./log/terminal-view.ts";
import {UpStatus} from "./log/up-status.ts";
import {type Say, say as sayToPeople} from "./say.ts";
import {eachSecond} from "./schedule/each-second.ts";
import {jobPlans} from "./schedule/job-plans.ts";
import {type JobStatus, statusOf} from "./schedule/job-status.ts";
import {jobWorks} from "./schedule/job-works.ts";
import {RememberedRuns} from "./schedule/remembered-runs.ts";
import {Scheduler} from "./schedule/scheduler.ts";
import {Rollbacks} from "./serve/rollbacks.ts";
import {createServer} from "./serve.ts";
import {Snapshots} from "./snapshots.ts";
import {pause} from "./source.ts";
import {untilStopped} from "./stop.ts";
import {Watch} from "./watch.ts";

/** The first publication waits so long for the sources' first readings, ms. */
const firstReadingsMs = 3000;

/** `weir up`: simulations, collector, schedule and server in their order, until told to stop. */
export async function up(config: Config, {say: tell = sayToPeople}: {say?: Say} = {}): Promise<void> {
  keepHeapSmall();
  const stopping = new AbortController();
  let progress = "starting";
  const status = new UpStatus(config);
  const view = canRedraw(process.stderr) ? terminalView({status: () => status.lines()}) : {say: tell, close() {}};
  const say: Say = (line, about) => {
    progress = line;
    view.say(line, about);
  };
  const stopped = untilStopped().then(() => {
    say("stopping: what was accepted is being written");
    stopping.abort();
  });
  const firstStart = !existsSync(config.data);
  const collector = await Collector.open(config, {say, onAccepted: (event) => status.accepted(event)});
  const undo: (() => Promise<void>)[] = [() => collector.stop()];
  try {
    const watch = await Watch.open(config, {say, flush: () => collector.flush()});
    undo.push(() => watch.stop());
    const {data, timeZone} = config;
    const jobs = () => jobStatuses(config, collector.catalog);
    const rollbacks = new Rollbacks(config, {say});
    undo.push(() => rollbacks.stop());
    const server = await createServer({
      data,
      ...config.server,
      say,
      live: collector.live,
      chartData: () => accessBlocks(data, timeZone),
      alerts: () =>
        watch
          .alerts()
          .filter(({clearedAt}) => clearedAt === null)
          .map(forMachines(watch.names())),
      actions: {
        rollback: (id) => rollbacks.to(id),
        acknowledge: async (id, by) => {
          const isOpen = watch.alerts().some((alert) => alert.id === id && alert.clearedAt === null);
          if (isOpen) await watch.acknowledge(id, by);
          return isOpen;
        }
      },
      progress: () => progress,
      health: () => collector.problems(),
      concerns: () => watch.problems(),
      jobs
    });
    undo.push(() => server.close());
    const problems = () => [
      ...collector.problems(),
      ...watch.problems(),
      ...jobs().flatMap(({problem}) => problem ?? [])
    ];
    status.watch({url: server.url, catalog: collector.catalog, problems});
    introduce(config, server.url, {firstStart, say});
    if (config.demo) {
      const demo = await startDemo(config, {say});
      undo.unshift(() => demo.stop()); // last of all: its sources are to be stopped, not to be away
    }
    watch.listen(collector);
    collector.start({maintains: false});
    if (config.demo)
      await importHistory(config, collector.catalog, {say, signal: stopping.signal}).catch((error: Error) =>
        say(
          `simulation: no history, the next start tries again: ${stopping.signal.aborted ? "stopped" : error.message}`
        )
      );
    void watch.seed();
    let isReady = false;
    const ready = () => {
      if (!isReady) say(`ready: ${server.url}`);
      isReady = true;
    };
    const scheduler = startSchedule(config, collector, {watch, say, ready});
    undo.push(() => scheduler.stop());
    await Promise.race([pause(firstReadingsMs, stopping.signal), stopped]);
    const stopTicking = eachSecond(() => tick(scheduler, say));
    undo.push(async () => stopTicking());
    void scheduler.run("publish");
    await stopped;
  } finally {
    await eachInTurn(undo.reverse(), (message) => {
      process.exitCode = 1;
      say(`cannot stop a part, the others are stopped: ${message}`);
    });
    view.close();
  }
}

/** How all jobs stand; none when the catalog cannot be read for a moment, which is told of elsewhere. */
function jobStatuses(config: Config, catalog: Catalog): JobStatus[] {
  try {
    return jobPlans(config).map((plan) => statusOf(plan, catalog, Date.now()));
  } catch {
    return [];
  }
}

/** A catalog that cannot be read for a moment stops no schedule. */
function tick(scheduler: Scheduler, say: Say): void {
  try {
    scheduler.tick();
  } catch (error) {
    say(`schedule: cannot tell what is due, the next try is in a second: ${(error as Error).message}`);
  }
}

function introduce({sources, data}: Config, url: string, {firstStart, say}: {firstStart: boolean; say: Say}): void {
  const names = (simulated: boolean) => sources.filter((source) => source.simulated === simulated).map(({id}) => id);
  const [real, simulated] = [names(false), names(true)];
  say(`Weir collects into ${data}${firstStart ? ", a new folder" : ""}`);
  say(`real: ${real.join(", ") || "nothing yet"}`);
  if (simulated.length) say(`simulated: ${simulated.join(", ")}`);
  const current = new Snapshots(data).current();
  say(
    current
      ? `open ${url} (snapshot ${current.id}; a fresh one follows)`
      : `open ${url} (the first report takes a minute)`
  );
}

/** Starts the schedule once the sources have had time for their first readings: with a publication, and then by the clock. */
function startSchedule(
  config: Config,
  collector: Collector,
  {watch, say, ready}: {watch: Watch; say: Say; ready: () => void}
): Scheduler {
  const {catalog} = collector;
  const works = jobWorks(config, {collector, watch, say, isPending: (job) => scheduler.isPending(job)});
  const jobs = jobPlans(config).map((plan) => ({...plan, run: works[plan.name]}));
  const store = new RememberedRuns(catalog, ({job}, {message}) =>
    say(`cannot record the run of ${job}, the next one tries again: ${message}`)
  );
  const scheduler: Scheduler = new Scheduler(jobs, store, {
    ended({job, ok, message}) {
      if (!ok && job === "publish") say(`not published, readers keep what they have: ${message}`);
      else if (!ok) say(`${job} failed, the next try is in a while: ${message}`);
      if (ok && job === "publish") ready();
      if (ok && job === "train") void scheduler.run("publish");
    },
    overran: ({job, message}) => say(`${job} ${message}; restart Weir if it does not end`)
  });
  return scheduler;
}
