import {type ChildProcess, fork} from "node:child_process";
import {once} from "node:events";
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import Database from "libsql";
import type {LakeStatus} from "../collector/lake-status.ts";
import {median} from "../loaders/math/quantile.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {freePort} from "../tests/support/free-port.ts";
import {runWeir, type WeirProcess} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import {freshCheckout} from "./support/fresh-checkout.ts";
import type {Copy} from "./support/multiplied-demo.ts";
import {processMemory} from "./support/process-usage.ts";
import {theilSen} from "./support/slope.ts";
import {type Readers, steadyReaders} from "./support/steady-readers.ts";

const rate = 10;
const hours = Number(process.env.WEIR_SOAK_HOURS ?? 2);
const hourMs = 3_600_000;
/** Caches and compiled code have come to their size after this share of the time. */
const warmUp = 0.25;
const sampleMs = 10_000;

interface Sample {
  /** Since the start, hours. */
  at: number;
  residentMB: number;
  descriptors: number;
}

/** What a Weir that runs on takes from its machine. */
export const bench: Bench = {
  name: "soak",
  about: `weir up as a service for ${hours} h (WEIR_SOAK_HOURS) at ${rate} times the demo's rate, with readers`,
  onlyByName: true,
  async run(context) {
    const {scope, say} = context;
    const {running, url, copies, weir} = await start(context);
    const readers = steadyReaders(scope, url);
    const samples = await watch(running, {say, readers});
    await readers.stop(); // they would fail when Weir stops
    for (const failure of readers.failures.slice(0, 20)) say(failure);
    say("stopping the installations, then Weir");
    for (const {child} of copies) child.kill("SIGTERM");
    await Promise.all(copies.map(({child}) => child.exitCode ?? once(child, "exit")));
    await sleep(30_000); // three polls of the slowest source
    running.kill("SIGTERM");
    const {code} = await running.exit;
    if (code !== 0) throw new Error(`weir up ended with exit code ${code}\n${running.stderr.slice(-5000)}`);
    const {stdout} = await runWeir(scope, ["--config", "soak.config.ts", "lake", "status", "--json"], weir).exit;
    return [...usage(samples), ...reading(readers), ...accounts(JSON.parse(stdout) as LakeStatus, copies)];
  }
};

/** The demo in a fresh checkout, and copies of its installations beside it. */
async function start({scope, say}: BenchContext) {
  const data = join(temporaryFolder(scope, {prefix: "weir-bench-"}), "data");
  const checkout = freshCheckout(scope);
  const copies: (Copy & {child: ChildProcess})[] = [];
  for (let n = 1; n < rate; n++) {
    const copy = {data: join(data, "..", `installations-${n}`), port: await freePort()};
    const args = ["--data", copy.data, "--port", String(copy.port)];
    const child = fork(join(checkout, "data/demo/main.ts"), args, {cwd: checkout, execArgv: ["--import", "tsx"]});
    afterTest(scope, () => child.kill("SIGKILL"));
    await Promise.race([once(child, "message"), once(child, "exit")]);
    copies.push({...copy, child});
  }
  const [port, demoPort] = [String(await freePort()), String(await freePort())];
  writeFileSync(
    join(checkout, "soak.config.ts"),
    `import {multipliedDemo} from "./bench/support/multiplied-demo.ts";
import shipped from "./weir.config.ts";
export default multipliedDemo(shipped, ${JSON.stringify(copies.map(({data, port}) => ({data, port})))}, {demoPort: "${demoPort}"});
`
  );
  const weir = {checkout, env: {...serviceEnv(checkout), WEIR_DATA: data, PORT: port, WEIR_DEMO_PORT: demoPort}};
  const running = runWeir(scope, ["--config", "soak.config.ts", "up"], weir);
  say("starting, until the first snapshot");
  await waitFor(() => running.stderr.includes("ready: ") || running.child.exitCode !== null, {
    withinMs: 900_000,
    message: () => `the site\n${running.stderr}`
  });
  if (running.child.exitCode !== null) throw new Error(`weir up failed\n${running.stderr}`);
  return {running, url: `http://localhost:${port}/`, copies, weir};
}

/** How the service has memory handled. */
function serviceEnv(checkout: string): NodeJS.ProcessEnv {
  const unit = readFileSync(join(checkout, "deploy/weir.service"), "utf8");
  return Object.fromEntries([...unit.matchAll(/(MALLOC_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
}

/** Samples the process that collects and serves; those that it starts for a while do not count. */
async function watch(running: WeirProcess, {say, readers}: {say: BenchContext["say"]; readers: Readers}) {
  const pid = running.child.pid!;
  const samples: Sample[] = [];
  const started = performance.now();
  const passed = () => (performance.now() - started) / hourMs;
  for (let told = 0; passed() < hours; await sleep(sampleMs)) {
    if (running.child.exitCode !== null) throw new Error(`weir up ended\n${running.stderr.slice(-5000)}`);
    const descriptors = readdirSync(`/proc/${pid}/fd`).length;
    samples.push({at: passed(), residentMB: processMemory(pid) / 1e6, descriptors});
    if (passed() < told) continue;
    const {residentMB} = samples.at(-1)!;
    say(
      `${Math.round(passed() * 60)} min: ${residentMB.toFixed(0)} MB, ${descriptors} descriptors, ${readers.answers} answers`
    );
    told += 1 / 12;
  }
  return samples;
}

function usage(samples: Sample[]): Row[] {
  const warm = samples.filter(({at}) => at >= hours * warmUp);
  const half = Math.floor(warm.length / 2);
  const memory = warm.map(({residentMB}) => residentMB);
  const descriptors = warm.map((sample) => sample.descriptors);
  return [
    {what: "memory, median after warm-up", value: median(memory), unit: "MB"},
    {what: "memory, most after warm-up", value: Math.max(...memory), unit: "MB"},
    {
      what: "memory after warm-up, Theil-Sen slope",
      value: theilSen(warm.map(({at, residentMB}) => [at, residentMB])),
      unit: "MB/h",
      bar: {atMost: 1}
    },
    {what: "file descriptors, most after warm-up", value: Math.max(...descriptors), unit: "descriptors"},
    {
      what: "file descriptors, median of the second half above the first's",
      value: median(descriptors.slice(half)) - median(descriptors.slice(0, half)),
      unit: "descriptors",
      bar: {atMost: 1}
    }
  ];
}

const reading = ({answers, failures}: Readers): Row[] => [
  {what: "answers and live events to readers", value: answers, unit: "answers"},
  {what: "failed requests", value: failures.length, unit: "requests", bar: {atMost: 0}}
];

/** The books, and what the copies' databases hold against what came of it into the lake. */
function accounts({sources, balanced}: LakeStatus, copies: Copy[]): Row[] {
  let [said, different] = [0, 0];
  for (const [i, {data}] of copies.entries()) {
    const db = new Database(join(data, "simulation/licence-server.db"), {readonly: true});
    for (const [table, id] of [
      ["license_log", "licence-calls"],
      ["traffic_log", "gateway"]
    ] as const) {
      const {n} = db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as {n: number};
      said += n;
      different += Math.abs(n - sources[`${id}-${i + 1}`]!.committed);
    }
    db.close();
  }
  const read = Object.values(sources).reduce((sum, source) => sum + source.read, 0);
  return [
    {what: "records read", value: read, unit: "records"},
    {what: "books that do not balance", value: balanced ? 0 : 1, unit: "lakes", bar: {atMost: 0}},
    {what: "rows of the copies' databases lost or doubled", value: different, unit: `of ${said}`, bar: {atMost: 0}}
  ];
}
