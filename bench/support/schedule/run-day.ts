import {spawn} from "node:child_process";
import {mkdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {build} from "esbuild";
import {compiledForNode} from "../../../collector/compiled-for-node.js";
import type {JobPlan} from "../../../collector/schedule/job-plans.ts";
import {Snapshots} from "../../../collector/snapshots.ts";
import {afterTest} from "../../../tests/support/after-test.ts";
import {seeded} from "../../../tests/support/random.ts";
import {root} from "../../../tests/support/root.ts";
import {temporaryFolder} from "../../../tests/support/temporary-folder.ts";
import type {BenchContext} from "../../bench.ts";
import {type JournalLine, readJournal} from "./journal.ts";
import type {ScheduleSettings} from "./schedule-process.ts";
import {SimulatedClock, setWallClock} from "./simulated-clock.ts";
import {tornSnapshots} from "./torn-snapshots.ts";

export interface DayOptions {
  plans: JobPlan[];
  /** Wall clock at its beginning, ms UTC. */
  wall: number;
  simulatedMs: number;
  speed: number;
  seed: number;
}

export interface Day {
  journal: JournalLine[];
  /** How many snapshots are there in the end. */
  snapshots: number;
  kills: number;
  steps: number;
  pauses: number;
  torn: string[];
  /** What processes said before they ended by themselves, which they should not. */
  crashes: string[];
}

const [secondMs, minuteMs, hourMs] = [1000, 60_000, 3_600_000];

/** Runs a schedule in processes that are killed, stopped for a while and started again, while the wall clock is set. */
export async function runDay(
  {scope, say}: BenchContext,
  {plans, wall, simulatedMs, speed, seed}: DayOptions
): Promise<Day> {
  const random = seeded(seed);
  const data = temporaryFolder(scope, {prefix: "weir-bench-"});
  const scripts = await compiled(scope);
  const clockSettings = {file: join(data, "clock"), origin: String(process.hrtime.bigint()), wall, speed};
  const settings = {data, journal: join(data, "journal"), clock: clockSettings, plans, seed, heavy: scripts.heavy};
  let setBy = 0;
  setWallClock(clockSettings.file, setBy);
  const clock = new SimulatedClock(clockSettings);
  const day: Omit<Day, "journal" | "snapshots"> = {kills: 0, steps: 0, pauses: 0, torn: [], crashes: []};

  /** Lets time pass, during which something happens now and then. */
  const pass = async (ms: number, happen: () => unknown) => {
    for (const end = performance.now() + ms; performance.now() < end; ) {
      const pause = Math.min(-Math.log(1 - random()) * 1500, end - performance.now());
      await sleep(pause);
      if (performance.now() < end) await happen();
    }
  };
  const step = () => {
    setBy += stepMs(random);
    setWallClock(clockSettings.file, setBy);
    day.steps++;
  };

  for (let life = 1, isLast = false; !isLast; life++) {
    const running = startLife(scope, scripts.schedule, {...settings, life});
    await pass(200 + random() * 7000, async () => {
      if (random() < 0.7) return step();
      running.signal("SIGSTOP");
      await sleep(random() * 400);
      running.signal("SIGCONT");
      day.pauses++;
    });
    isLast = clock.monotonic() >= simulatedMs;
    if (running.hasEnded()) day.crashes.push(running.said());
    if (isLast) running.signal("SIGTERM", "leader");
    else running.signal("SIGKILL", random() < 0.6 ? "group" : "leader"); // as when memory runs out: it dies alone
    await running.ended;
    day.kills += isLast ? 0 : 1;
    day.torn.push(...tornSnapshots(data).map((problem) => `after kill ${day.kills}: ${problem}`));
    const away = random();
    if (!isLast) await pass(away < 0.7 ? away * 100 : away < 0.95 ? away * 500 : away * 4000, step);
    if (life % 5 === 0)
      say(`${(clock.monotonic() / hourMs).toFixed(1)} of ${simulatedMs / hourMs} h, ${day.kills} kills`);
  }
  const [journal, snapshots] = [readJournal(settings.journal), new Snapshots(data).list().length];
  return {...day, journal, snapshots};
}

/** As by NTP, by hand, or by a wrong zone. */
function stepMs(random: () => number): number {
  const kind = random();
  const sign = random() < 0.5 ? -1 : 1;
  if (kind < 0.4) return sign * Math.round(random() * 2 * secondMs);
  if (kind < 0.7) return sign * Math.round((8 + random() * 50) * secondMs);
  if (kind < 0.9) return sign * Math.round((1 + random() * 20) * minuteMs);
  return sign * Math.round((1 + random() * 3) * hourMs);
}

function startLife(scope: BenchContext["scope"], script: string, settings: ScheduleSettings) {
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
    cwd: settings.data,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const signal = (name: NodeJS.Signals, whom: "group" | "leader" = "group") => {
    try {
      process.kill(whom === "group" ? -child.pid! : child.pid!, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  afterTest(scope, () => signal("SIGKILL"));
  return {
    signal,
    said: () => said,
    hasEnded: () => child.exitCode !== null,
    ended: new Promise<void>((resolve) => child.once("exit", () => resolve()))
  };
}

/** The processes' scripts as JavaScript, which start sooner. */
async function compiled(scope: BenchContext["scope"]): Promise<{schedule: string; heavy: string}> {
  const folder = join(root, "node_modules", ".cache", `bench-schedule-${process.pid}`);
  mkdirSync(folder, {recursive: true});
  afterTest(scope, () => rmSync(folder, {recursive: true, force: true}));
  await build({
    absWorkingDir: root,
    entryPoints: {
      schedule: "bench/support/schedule/schedule-process.ts",
      heavy: "bench/support/schedule/heavy-process.ts"
    },
    outdir: folder,
    outExtension: {".js": ".mjs"},
    ...compiledForNode,
    logLevel: "error"
  });
  return {schedule: join(folder, "schedule.mjs"), heavy: join(folder, "heavy.mjs")};
}
