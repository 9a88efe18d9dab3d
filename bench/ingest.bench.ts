import {fork, spawn} from "node:child_process";
import {once} from "node:events";
import {closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync} from "node:fs";
import {join} from "node:path";
import {Catalog} from "../collector/catalog.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {meetServer} from "../tests/support/needs.ts";
import {root} from "../tests/support/root.ts";
import {runWeir} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench, BenchContext} from "./bench.ts";
import {cpuSeconds} from "./support/process-usage.ts";
import type {Accepts} from "./support/time-accepts.ts";

/** WEIR_LINES shortens a run. */
const lines = Number(process.env.WEIR_LINES ?? 4_000_000);
const withinMs = 900_000;

/** An access log that was written while nobody looked, into the lake as fast as it goes. */
export const bench: Bench = {
  name: "ingest",
  about: `${lines.toLocaleString("en")} lines of an access log, parsed, durable and in the lake; rsyslog copies the same file`,
  async run(context) {
    const folder = temporaryFolder(context.scope, {prefix: "weir-bench-"});
    const log = join(folder, "access.log");
    context.say("writing the log");
    writeLog(log);
    const copied = await copyWithRsyslog(context, folder, log);
    const {seconds, cpu, peak} = await collectAll(context, folder, log);
    const accepts = await timeAccepts(context, folder, log);
    const rate = lines / seconds;
    return [
      {
        what: "access log to the lake",
        value: rate,
        unit: "lines/s",
        bar: {atLeast: Math.max(150_000, 1.4 * (lines / copied.seconds))},
        rival: {name: "rsyslog, copying only", value: lines / copied.seconds}
      },
      {what: "access log to the lake, processor", value: (cpu / lines) * 1e6, unit: "s per million lines"},
      {what: "access log to the lake, memory at its peak", value: peak / 1e6, unit: "MB", bar: {atMost: 250}},
      {what: "accepting a batch meanwhile, median", value: quantile(accepts, 0.5), unit: "ms"},
      {what: "accepting a batch meanwhile, p99", value: quantile(accepts, 0.99), unit: "ms", bar: {atMost: 50}}
    ];
  }
};

const agents = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Safari",
  "curl/8.5.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
];

/** Lines of about 200 bytes over six hours: 40,000 clients, 5,000 paths, a query in every third. */
function writeLog(path: string): void {
  const start = Date.UTC(2026, 10, 20, 6);
  const file = openSync(path, "w");
  for (let from = 0; from < lines; from += 10_000) {
    let text = "";
    for (let i = from; i < Math.min(lines, from + 10_000); i++) {
      const client = (i * 7919) % 40_000;
      const stamp = new Date(start + Math.floor((i / lines) * 21_600) * 1000).toISOString();
      const query = i % 3 ? "" : `?page=${i % 100}&token=${i}`;
      text +=
        `10.${client >> 12}.${(client >> 6) & 63}.${client & 63} - - ` +
        `[20/Nov/2026:${stamp.slice(11, 19)} +0000] "GET /catalogue/items/${(i * 31) % 5000}/details${query} HTTP/1.1" ` +
        `${i % 50 ? 200 : 404} ${(i * 13) % 65_536} "https://shop.example/search/${i % 1000}" "${agents[i % 4]}"\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
}

/** rsyslog's way from file to file: no parsing, no sync. */
async function copyWithRsyslog({scope, say}: BenchContext, folder: string, log: string): Promise<{seconds: number}> {
  const program = meetServer("rsyslog", "rsyslog", "rsyslogd");
  say("rsyslog copies it");
  const work = join(folder, "rsyslog");
  mkdirSync(work);
  const copy = join(work, "copy.log");
  const config = join(work, "rsyslog.conf");
  writeFileSync(
    config,
    `global(workDirectory="${work}" maxMessageSize="64k")
module(load="imfile")
template(name="line" type="string" string="%msg%\\n")
ruleset(name="copy") { action(type="omfile" file="${copy}" template="line") }
input(type="imfile" file="${log}" tag="log" ruleset="copy")\n`
  );
  const {size} = statSync(log);
  const started = performance.now();
  const rsyslog = spawn(program, ["-n", "-f", config, "-i", join(work, "pid")], {stdio: "ignore"});
  afterTest(scope, () => rsyslog.kill("SIGKILL"));
  await waitFor(() => existsSync(copy) && statSync(copy).size >= size, {message: "rsyslog to copy the log", withinMs});
  const seconds = (performance.now() - started) / 1000;
  rsyslog.kill();
  await once(rsyslog, "exit");
  return {seconds};
}

function configure(folder: string, name: string, log: string): {data: string; configFile: string} {
  const data = join(folder, name);
  const configFile = join(folder, `${name}.config.mts`);
  const config = {data, lake: {every: "1s"}, sources: {log: {kind: "logfile", path: log, format: "combined"}}};
  writeFileSync(configFile, `export default ${JSON.stringify(config)};\n`);
  mkdirSync(data);
  return {data, configFile};
}

/** From the start of the process until its catalog lists every line. */
async function collectAll({scope, say}: BenchContext, folder: string, log: string) {
  const {data, configFile} = configure(folder, "collected", log);
  say("weir collects it");
  const catalog = new Catalog(data);
  afterTest(scope, () => catalog.close());
  const started = performance.now();
  const collector = runWeir(scope, ["--config", configFile, "collect"]);
  const rows = () => catalog.files().reduce((sum, file) => sum + file.rows, 0);
  await waitFor(() => rows() >= lines, {message: () => `${lines} rows: ${rows()} ${collector.stderr}`, withinMs});
  const seconds = (performance.now() - started) / 1000;
  const cpu = cpuSeconds(collector.child.pid!);
  const status = readFileSync(`/proc/${collector.child.pid}/status`, "utf8");
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024;
  collector.kill();
  await collector.exit;
  if (rows() !== lines) throw new Error(`${rows()} rows of ${lines} lines`);
  return {seconds, cpu, peak};
}

/** The same again with a stopwatch around every batch. */
async function timeAccepts({scope, say}: BenchContext, folder: string, log: string): Promise<number[]> {
  const {data, configFile} = configure(folder, "timed", log);
  say("weir collects it again, timing each batch");
  const catalog = new Catalog(data);
  afterTest(scope, () => catalog.close());
  const script = join(root, "bench/support/time-accepts.ts");
  const collector = fork(script, [configFile], {cwd: root, execArgv: ["--import", "tsx"]});
  afterTest(scope, () => collector.kill("SIGKILL"));
  const message = once(collector, "message") as Promise<[Accepts]>;
  const rows = () => catalog.files().reduce((sum, file) => sum + file.rows, 0);
  await waitFor(() => rows() >= lines, {message: () => `${lines} rows: ${rows()}`, withinMs});
  collector.kill("SIGTERM");
  const [{milliseconds}] = await message;
  return milliseconds;
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
