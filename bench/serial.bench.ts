import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {openLake} from "../loaders/lake.ts";
import {quantile} from "../loaders/math/quantile.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {seeded} from "../tests/support/random.ts";
import {runWeir} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import {accountLine, type LineAccount} from "./support/account-line.ts";
import {cpuSeconds, residentBytes} from "./support/process-usage.ts";
import {TalkingMeter} from "./support/talking-meter.ts";

const lines = 32;
const framesPerSecond = 500;
const bars = {seconds: 60, unplugs: 100};
/** WEIR_SECONDS shortens a run, which then misses its limit. */
const seconds = Number(process.env.WEIR_SECONDS ?? bars.seconds);
const unplugs = Math.round((bars.unplugs * seconds) / bars.seconds);
/** How long a meter stays unplugged, ms. */
const away = {least: 50, most: 4000};
/** After the last is plugged in again, ms. */
const calm = 4000;
/**
 * The system throws away what a port that hangs up has not been asked for. A frame said this long before counts as read;
 * later ones are under way, ms.
 */
const grace = 250;

/** Meters that talk fast and are unplugged now and then, collected by `weir collect`. */
export const bench: Bench = {
  name: "serial",
  about: `${lines} pseudo-terminals with ${framesPerSecond} frames/s each for ${seconds} s, unplugged ${unplugs} times`,
  async run(context) {
    const folder = temporaryFolder(context.scope, {prefix: "weir-bench-"});
    const meters = Array.from({length: lines}, (_, i) => new TalkingMeter(join(folder, `meter-${i}`)));
    afterTest(context.scope, () => {
      for (const meter of meters) meter.unplug();
    });
    const data = join(folder, "data");
    const usage = await collectFrom(context, meters, data);
    const accounts = await accountsOf(meters, data);
    return [...frameRows(accounts), ...usage];
  }
};

async function collectFrom({scope, say}: BenchContext, meters: TalkingMeter[], data: string): Promise<Row[]> {
  const configFile = `${data}.config.mts`;
  const line = {fields: ["thing", "time", "n"]};
  const sources = Object.fromEntries(meters.map(({path}, i) => [sourceOf(i), {kind: "serial", path, line}]));
  writeFileSync(configFile, `export default ${JSON.stringify({data, sources})};\n`);
  const collector = runWeir(scope, ["--config", configFile, "collect"]);
  // Not before: a process inherits the meters' ends that are open when it starts, and then nothing would hang up.
  await waitFor(() => collector.stderr.includes("collecting from"), {message: () => `a start: ${collector.stderr}`});
  for (const meter of meters) meter.plug();
  await waitFor(() => meters.every(({connected}) => connected), {
    message: () => `the collector to open every port: ${collector.stderr}`
  });
  say(`collecting for ${seconds} s`);
  const pid = collector.child.pid!;
  const before = cpuSeconds(pid);
  const started = performance.now();
  let memory = 0;
  const watching = setInterval(() => {
    memory = Math.max(memory, residentBytes(pid));
  }, 1000);
  await Promise.all([talk(meters, started), disturb(meters, started)]);
  const share = (cpuSeconds(pid) - before) / ((performance.now() - started) / 1000);
  clearInterval(watching);
  await sleep(2 * grace);
  for (const meter of meters) meter.unplug();
  collector.kill("SIGTERM");
  const {code, stderr} = await collector.exit;
  if (code !== 0) throw new Error(`weir collect failed: exit code ${code}\n${stderr}`);
  return [
    {what: "weir collect meanwhile, CPU", value: share * 100, unit: "% of a core"},
    {what: "weir collect meanwhile, memory", value: memory / 1e6, unit: "MB"}
  ];
}

/** Every meter says what is due, every 10 ms or when the machine gets round to it. */
async function talk(meters: TalkingMeter[], started: number): Promise<void> {
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - started) {
    for (const meter of meters) meter.sayUpTo(Math.floor((elapsed / 1000) * framesPerSecond));
    await sleep(10);
  }
}

/** Unplugs the meters in turn, at even intervals, each for a random while. */
async function disturb(meters: TalkingMeter[], started: number): Promise<void> {
  const random = seeded(1);
  const interval = (seconds * 1000 - away.most - calm) / unplugs;
  await Promise.all(
    Array.from({length: unplugs}, async (_, i) => {
      const meter = meters[i % lines]!;
      await sleep(started + (i + 1) * interval - performance.now());
      meter.unplug();
      await sleep(away.least + random() * (away.most - away.least));
      meter.plug();
    })
  );
}

const sourceOf = (i: number): string => `line-${i}`;

async function accountsOf(meters: TalkingMeter[], data: string): Promise<LineAccount[]> {
  const lake = await openLake({data});
  try {
    const accounts: LineAccount[] = [];
    for (const [i, {sessions, saidAt}] of meters.entries()) {
      const {value} = await lake.columns<"value">(
        lake.fragment`SELECT value FROM readings WHERE source = ${sourceOf(i)}`
      );
      accounts.push(accountLine(sessions, saidAt, value, {grace}));
    }
    return accounts;
  } finally {
    lake.close();
  }
}

function frameRows(accounts: LineAccount[]): Row[] {
  const sum = (figure: (account: LineAccount) => number) =>
    accounts.reduce((total, account) => total + figure(account), 0);
  const backAfter = accounts.flatMap((account) => account.backAfter);
  return [
    {what: "time", value: seconds, unit: "s", bar: {atLeast: bars.seconds}},
    {what: "frames said while plugged in", value: sum(({due}) => due), unit: "frames"},
    {what: "of them lost", value: sum(({lost}) => lost), unit: "frames", bar: {atMost: 0}},
    {what: "of them twice", value: sum(({doubled}) => doubled), unit: "frames", bar: {atMost: 0}},
    {what: `said in the last ${grace} ms before a hang-up`, value: sum(({underWay}) => underWay), unit: "frames"},
    {what: "of them lost", value: sum(({underWayLost}) => underWayLost), unit: "frames"},
    {what: "plugged in again", value: backAfter.length, unit: "times", bar: {atLeast: bars.unplugs}},
    {what: "back after, median", value: quantile(backAfter, 0.5) / 1000, unit: "s"},
    {what: "back after, p99", value: quantile(backAfter, 0.99) / 1000, unit: "s", bar: {atMost: 2}}
  ];
}
