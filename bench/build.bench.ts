import {rmSync} from "node:fs";
import {join} from "node:path";
import {Snapshots} from "../collector/snapshots.ts";
import {openLake} from "../loaders/lake.ts";
import {freePort} from "../tests/support/free-port.ts";
import {runWeir, type WeirOptions} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench, BenchContext} from "./bench.ts";
import {freshCheckout} from "./support/fresh-checkout.ts";

const hourMs = 3_600_000;

/** What it costs to publish the demo's site: everything from nothing, and again with one more hour of readings. */
export const bench: Bench = {
  name: "build",
  about: "publishing the demo's site from nothing, and with one more hour of data",
  async run(context) {
    const {scope, say} = context;
    const checkout = freshCheckout(scope);
    const data = temporaryFolder(scope, {prefix: "weir-bench-"});
    const options = {checkout, env: {WEIR_DATA: data}};
    await makeDemo(context, options);
    rmSync(join(checkout, "src/.observablehq"), {recursive: true, force: true});
    for (const folder of ["snapshots", "tables", "loaders"]) rmSync(join(data, folder), {recursive: true, force: true});
    say("publishing from nothing");
    const full = await secondsOf(context, ["publish"], options);
    const later = await addHour(context, data, options);
    say("publishing again");
    const env = {...options.env, WEIR_NOW: new Date(later).toISOString()};
    const again = await secondsOf(context, ["publish"], {...options, env});
    const {files} = new Snapshots(data).current()!;
    const pages = Object.keys(files).filter((path) => path.endsWith(".html")).length;
    const tables = Object.entries(files).filter(([path]) => /^_file\/tables\/.*\.parquet$/.test(path));
    const bytes = tables.reduce((sum, [, file]) => sum + file.bytes, 0);
    return [
      {what: `publishing ${pages} pages from nothing`, value: full, unit: "s", bar: {atMost: 30}},
      {what: "publishing again after one more hour of data", value: again, unit: "s", bar: {atMost: 8}},
      {what: "published tables", value: bytes / 1e6, unit: "MB"}
    ];
  }
};

/** A year of the demo with trained models. */
async function makeDemo(context: BenchContext, {env, ...options}: WeirOptions): Promise<void> {
  context.say("making the demo");
  const ports = {PORT: String(await freePort()), WEIR_DEMO_PORT: String(await freePort())};
  const up = runWeir(context.scope, ["up"], {...options, env: {...env, ...ports}});
  const published = () => up.stderr.includes("published snapshot");
  await waitFor(() => published() || up.child.exitCode !== null, {message: "the first snapshot", withinMs: 900_000});
  if (!published()) throw new Error(`weir up failed: ${up.stderr}`);
  up.child.kill("SIGTERM");
  await up.exit;
  context.say("training");
  await secondsOf(context, ["train"], {...options, env});
}

/** Imports the last hour's readings once more, an hour later. Returns when that hour ends, ms. */
async function addHour(context: BenchContext, data: string, options: WeirOptions): Promise<number> {
  context.say("one hour later");
  const lake = await openLake({data});
  const end = (await lake.observedThrough("readings"))!;
  const rows = lake.rows("readings", {from: end - hourMs + 1, to: end + 1});
  const sources = await lake.sql<{source: string}>`SELECT DISTINCT source FROM ${rows}`;
  const folder = temporaryFolder(context.scope);
  const files = sources.map(({source}) => ({source, file: join(folder, `${source}.parquet`)}));
  for (const {source, file} of files)
    await lake.copyTo(
      lake.fragment`SELECT time + INTERVAL 1 hour AS time, series, value FROM ${rows} WHERE source = ${source}`,
      file
    );
  lake.close();
  for (const {source, file} of files)
    await secondsOf(context, ["import", file, "--dataset", "readings", "--source", source, "--time", "time"], options);
  return end + hourMs;
}

async function secondsOf({scope}: BenchContext, args: string[], options: WeirOptions): Promise<number> {
  const start = performance.now();
  const {code, stderr} = await runWeir(scope, args, options).exit;
  if (code !== 0) throw new Error(`weir ${args[0]} failed: ${stderr}`);
  return (performance.now() - start) / 1000;
}
