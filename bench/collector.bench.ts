import {fork} from "node:child_process";
import {once} from "node:events";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {spoolFolder} from "../collector/folders.ts";
import {Spool} from "../collector/spool.ts";
import type {Event} from "../data/schema.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {freePort} from "../tests/support/free-port.ts";
import {root} from "../tests/support/root.ts";
import {runWeir} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import {cpuSeconds, residentBytes} from "./support/process-usage.ts";

const spooledBytes = 1e9;
/** Until the first polls and the compilation of what they run are over, and then for this long, s. */
const idle = {warmUp: 20, measured: 60};

/** What `weir collect` takes to come back, and to wait. */
export const bench: Bench = {
  name: "collector",
  about: `weir collect started on a spool of ${spooledBytes / 1e9} GB, and idle with the demo's sources`,
  async run(context) {
    return [...(await restart(context)), ...(await idleUsage(context))];
  }
};

/** From the start of the process until the first new batch is accepted. */
async function restart({scope, say}: BenchContext): Promise<Row[]> {
  const folder = temporaryFolder(scope, {prefix: "weir-bench-"});
  const data = join(folder, "data");
  say(`filling a spool with ${spooledBytes / 1e9} GB`);
  const spooled = await fillSpool(data);
  const configFile = join(folder, "weir.config.mts");
  const sources = {machine: {kind: "system", every: "100ms"}};
  const config = {data, lake: {spoolBytes: 4 * spooledBytes}, sources};
  writeFileSync(configFile, `export default ${JSON.stringify(config)};\n`);
  say("starting on it");
  const started = performance.now();
  const collector = runWeir(scope, ["--config", configFile, "collect", "--tail"]);
  await waitFor(() => collector.stdout.includes("\n"), {
    message: () => `a first batch: ${collector.stderr}`,
    withinMs: 300_000
  });
  const seconds = (performance.now() - started) / 1000;
  const memory = residentBytes(collector.child.pid!);
  collector.kill("SIGKILL");
  await collector.exit;
  return [
    {what: "spool filled", value: spooled.bytes / 1e6 / spooled.seconds, unit: "MB/s"},
    {
      what: `start on ${spooledBytes / 1e9} GB in the spool, until accepting`,
      value: seconds,
      unit: "s",
      bar: {atMost: 10}
    },
    {what: `memory after that start`, value: memory / 1e6, unit: "MB"}
  ];
}

/** Appends events as an access log gives them, 5,000 a batch. */
async function fillSpool(data: string): Promise<{bytes: number; seconds: number}> {
  const spool = await Spool.open(spoolFolder(data), {maxBytes: 2 * spooledBytes});
  const started = performance.now();
  for (let batch = 0; spool.bytes < spooledBytes; batch++) {
    const records = Array.from({length: 5000}, (_, i) => logEvent(batch * 5000 + i));
    await spool.append({source: "log", at: 0, dataset: "events", read: records.length, cursor: batch, records});
  }
  const filled = {bytes: spool.bytes, seconds: (performance.now() - started) / 1000};
  await spool.close();
  return filled;
}

const logEvent = (n: number): Event => ({
  time: Date.UTC(2026, 0) + n,
  source: "log",
  kind: "http",
  actor: `h${(n * 7919) % 1000}`.padEnd(22, "0"),
  subject: `GET /static/page/${n % 4096}`,
  status: "200",
  durationMs: null,
  bytes: n % 65_536
});

/** The shipped configuration beside its simulated installations, which are not measured. */
async function idleUsage({scope, say}: BenchContext): Promise<Row[]> {
  const data = join(temporaryFolder(scope, {prefix: "weir-bench-"}), "data");
  const port = String(await freePort());
  const demo = fork(join(root, "data/demo/main.ts"), ["--data", data, "--port", port], {
    cwd: root,
    execArgv: ["--import", "tsx"]
  });
  afterTest(scope, () => demo.kill());
  await Promise.race([once(demo, "message"), once(demo, "exit")]);
  const collector = runWeir(scope, ["collect"], {env: {WEIR_DATA: data, WEIR_DEMO_PORT: port}});
  say(`collecting for ${idle.warmUp} s, then measuring for ${idle.measured} s`);
  await sleep(idle.warmUp * 1000);
  const pid = collector.child.pid!;
  const before = cpuSeconds(pid);
  const started = performance.now();
  let memory = 0;
  while (performance.now() - started < idle.measured * 1000) {
    await sleep(1000);
    memory = Math.max(memory, residentBytes(pid));
  }
  const share = (cpuSeconds(pid) - before) / ((performance.now() - started) / 1000);
  collector.kill("SIGTERM");
  const {code, stderr} = await collector.exit;
  if (code !== 0) throw new Error(`weir collect failed: exit code ${code}\n${stderr}`);
  return [
    {what: "weir collect with the demo's sources, CPU", value: share * 100, unit: "% of a core", bar: {atMost: 2}},
    {what: "weir collect with the demo's sources, memory", value: memory / 1e6, unit: "MB", bar: {atMost: 150}}
  ];
}
