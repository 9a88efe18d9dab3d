import {existsSync} from "node:fs";
import {accessBlocks} from "./access-blocks.ts";
import {Collector} from "./collector.ts";
import {newestState} from "./commands/publish.ts";
import type {Config} from "./config.ts";
import {keepCriteria} from "./criteria.ts";
import {importHistory, startDemo} from "./demo.ts";
import {publish} from "./publish.ts";
import {type Say, say as sayToPeople} from "./say.ts";
import {type Job, schedule} from "./schedule.ts";
import {createServer} from "./serve.ts";
import {Snapshots} from "./snapshots.ts";
import {pause} from "./source.ts";
import {untilStopped} from "./stop.ts";
import {Training} from "./training.ts";

/** How often is looked whether something is to be learnt, ms. */
const learningCheckMs = 600_000;
const dayMs = 86_400_000;

/** `weir up`: simulations, collector, schedule and server in their order, until told to stop. */
export async function up(config: Config, {say: tell = sayToPeople}: {say?: Say} = {}): Promise<void> {
  const stopping = new AbortController();
  let progress = "starting";
  const say = (line: string) => {
    progress = line;
    tell(line);
  };
  const stopped = untilStopped().then(() => {
    say("stopping: what was accepted is being written");
    stopping.abort();
  });
  const firstStart = !existsSync(config.data);
  const collector = await Collector.open(config, {say});
  const undo: (() => Promise<void>)[] = [() => collector.stop()];
  try {
    const {data, timeZone} = config;
    const server = await createServer({
      data,
      ...config.server,
      say,
      live: collector.live,
      chartData: () => accessBlocks(data, timeZone),
      progress: () => progress,
      health: () => collector.problems()
    });
    undo.push(() => server.close());
    introduce(config, server.url, {firstStart, say});
    if (config.demo) {
      const demo = await startDemo(config, {say});
      undo.unshift(() => demo.stop()); // last of all: its sources are to be stopped, not to be away
    }
    collector.start();
    if (config.demo)
      await importHistory(config, collector.catalog, {say, signal: stopping.signal}).catch((error: Error) =>
        say(
          `simulation: no history, the next start tries again: ${stopping.signal.aborted ? "stopped" : error.message}`
        )
      );
    const publishing = schedulePublishing(config, collector, {say, signal: stopping.signal});
    undo.push(() => {
      stopping.abort();
      return publishing.stop();
    });
    const learning = scheduleLearning(config, collector, {publishing, say, signal: stopping.signal});
    undo.push(() => {
      stopping.abort();
      return learning.stop();
    });
    void firstPublish(publishing, new Snapshots(data), stopping.signal).then(async () => {
      if (!stopping.signal.aborted) say(`ready: ${server.url}`);
      await learning.run();
    });
    await stopped;
  } finally {
    for (const step of undo.reverse()) await step();
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

function schedulePublishing(
  {root, data, publish: {every, keep}}: Config,
  collector: Collector,
  {say, signal}: {say: Say; signal: AbortSignal}
): Job {
  return schedule(every, async () => {
    const {catalog} = collector;
    const startedAt = Date.now();
    const outcome = await (async () => {
      await collector.flush().catch(() => {}); // said by flush; readers get what the lake has
      const {id} = await publish({root, data, keep, say, signal, ...newestState(catalog)});
      return {ok: true, message: id};
    })().catch((error: Error) => ({ok: false, message: error.message}));
    if (signal.aborted) return;
    if (!outcome.ok) say(`not published, readers keep what they have: ${outcome.message}`);
    collector.recordRun({job: "publish", startedAt, endedAt: Date.now(), ...outcome});
  });
}

/** Looks now and then whether criteria and models should be learnt anew, and publishes what the models then say. */
function scheduleLearning(
  config: Config,
  collector: Collector,
  {publishing, say, signal}: {publishing: Job; say: Say; signal: AbortSignal}
): Job {
  const {catalog} = collector;
  const training = new Training(config, catalog);
  const run = async (job: string, work: () => Promise<string>): Promise<boolean> => {
    const startedAt = Date.now();
    const outcome = await work()
      .then((message) => ({ok: true, message}))
      .catch((error: Error) => ({ok: false, message: error.message}));
    if (signal.aborted) return false;
    if (!outcome.ok) say(`${job} failed, the next try is in a while: ${outcome.message}`);
    collector.recordRun({job, startedAt, endedAt: Date.now(), ...outcome});
    return outcome.ok;
  };
  return schedule(learningCheckMs, async () => {
    const criteriaAt = catalog.lastSuccess("criteria")?.endedAt ?? Number.NEGATIVE_INFINITY;
    if (!signal.aborted && Date.now() - criteriaAt >= dayMs)
      await run("criteria", async () => `${(await keepCriteria(config, signal)).length} series`);
    if (signal.aborted || !training.isDue()) return;
    const isTrained = await run("train", async () => {
      const series = await training.run(signal);
      say(`forecasts: models fitted to ${series} series`);
      return `${series} series`;
    });
    if (isTrained) await publishing.run();
  });
}

/** The first publication waits for the sources' first readings, not for the clock, and is repeated until there is one. */
async function firstPublish(publishing: Job, snapshots: Snapshots, signal: AbortSignal): Promise<void> {
  await pause(3000, signal);
  while (!signal.aborted) {
    await publishing.run();
    if (snapshots.current()) return;
    await pause(30_000, signal);
  }
}
