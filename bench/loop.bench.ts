import {join} from "node:path";
import type {LakeStatus} from "../collector/lake-status.ts";
import {Snapshots} from "../collector/snapshots.ts";
import {median} from "../loaders/math/quantile.ts";
import {launchBrowser} from "../tests/support/chromium.ts";
import {freePort} from "../tests/support/free-port.ts";
import {runWeir, type WeirProcess} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {waitFor} from "../tests/support/wait-for.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import {freshCheckout} from "./support/fresh-checkout.ts";
import {measurePage, type PageFigures} from "./support/measure-page.ts";

/** Pages to open, each this often with an empty cache; the medians count. */
const opened = {overview: "/", sensors: "/sensors"};
const loads = 5;

/** The whole loop on the shipped configuration, from a fresh clone after `npm ci` to a chart in a browser. */
export const bench: Bench = {
  name: "loop",
  about: "weir up from an empty data folder, again with data, weir publish, and pages in Chromium",
  async run(context) {
    const {scope, say} = context;
    const data = join(temporaryFolder(scope, {prefix: "weir-bench-"}), "data");
    const port = await freePort();
    const env = {WEIR_DATA: data, PORT: String(port), WEIR_DEMO_PORT: String(await freePort())};
    const weir = {checkout: freshCheckout(scope), env};
    const url = `http://localhost:${port}/`;
    const up = () => runWeir(scope, ["up"], weir);

    const first = await untilReadable(up, url, say);
    const browsed = await pages(context, url);
    await stop(first.running);

    say("publishing");
    const publishing = performance.now();
    await succeed(runWeir(scope, ["publish"], weir));
    const rebuildS = seconds(publishing);

    const later = await untilReadable(up, url, say);
    await stop(later.running);

    const status: LakeStatus = JSON.parse(await succeed(runWeir(scope, ["lake", "status", "--json"], weir)));
    return [
      {what: "first start, until readable", value: first.seconds, unit: "s", bar: {atMost: 90}},
      {what: "later start, until readable", value: later.seconds, unit: "s", bar: {atMost: 10}},
      {what: "full rebuild (weir publish)", value: rebuildS, unit: "s"},
      ...browsed,
      ...collected(status),
      ...snapshot(data)
    ];
  }
};

/** Starts Weir and waits for the overview page. */
async function untilReadable(start: () => WeirProcess, url: string, say: (line: string) => void) {
  say("starting, until the site is readable");
  const started = performance.now();
  const running = start();
  const failed = () => running.child.exitCode !== null || running.stderr.includes("not published");
  const readable = async () => {
    const response = await fetch(url);
    return response.ok && (await response.text()).includes('id="observablehq-main"');
  };
  await waitFor(async () => failed() || (await readable()), {
    withinMs: 600_000,
    message: () => `the site\n${running.stderr}`
  });
  if (failed()) throw new Error(`weir up failed\n${running.stderr}`);
  return {running, seconds: seconds(started)};
}

async function pages({scope, say}: BenchContext, url: string): Promise<Row[]> {
  const browser = await launchBrowser(scope);
  const rows: Row[] = [];
  for (const [name, path] of Object.entries(opened)) {
    say(`opening ${name} ${loads} times`);
    const figures: PageFigures[] = [];
    for (let i = 0; i < loads; i++) figures.push(await measurePage(browser, new URL(path, url).href));
    const middle = (figure: keyof PageFigures) => median(figures.map((page) => page[figure]));
    rows.push(
      {what: `${name}, time to first chart`, value: middle("firstChartMs"), unit: "ms"},
      {what: `${name}, transferred before interaction`, value: middle("bytes") / 1000, unit: "kB"},
      {what: `${name}, requests before interaction`, value: middle("requests"), unit: "requests"}
    );
  }
  return rows;
}

const collected = ({datasets}: LakeStatus): Row[] =>
  Object.entries(datasets).flatMap(([name, {rows, bytes}]) => [
    {what: `lake, ${name}`, value: rows, unit: "rows"},
    {what: `lake, ${name}`, value: bytes / 1e6, unit: "MB"}
  ]);

function snapshot(data: string): Row[] {
  const current = new Snapshots(data).current();
  if (!current) throw new Error(`no snapshot: ${join(data, "snapshots")}`);
  const files = Object.values(current.files);
  const bytes = files.reduce((sum, file) => sum + file.bytes + (file.br ?? 0) + (file.gzip ?? 0), 0);
  return [
    {what: "snapshot, precompressed copies included", value: bytes / 1e6, unit: "MB"},
    {what: "snapshot", value: files.length, unit: "files"}
  ];
}

async function stop(running: WeirProcess): Promise<void> {
  running.kill("SIGTERM");
  await running.exit;
}

async function succeed(command: WeirProcess): Promise<string> {
  const {code, stdout, stderr} = await command.exit;
  if (code !== 0) throw new Error(`weir failed: exit code ${code}\n${stderr}`);
  return stdout;
}

const seconds = (since: number) => (performance.now() - since) / 1000;
