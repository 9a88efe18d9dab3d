import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import type {Fate} from "./fate.ts";
import {Journal} from "./journal.ts";
import {type ClockSettings, SimulatedClock} from "./simulated-clock.ts";

export interface HeavyWork extends Fate {
  journal: string;
  clock: ClockSettings;
  job: string;
  run: number;
  /** Folder for the site that it makes, if it makes one. */
  out?: string;
}

/** It gives a sign of life so often, ms. */
const signMs = 5;

/** Work that takes its time, gives signs of life, and may make a small site. */
const {job, run, ms, fails, out, ...settings}: HeavyWork = JSON.parse(process.argv[2]!);
const journal = new Journal(settings.journal, new SimulatedClock(settings.clock));
const sign = () => journal.add({what: "works", job, run});
sign();
const signs = setInterval(sign, signMs);
const files = out === undefined ? [] : Object.entries(siteOf(run));
for (const [path, content] of files) {
  const file = join(out!, path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, content);
  await sleep(ms / settings.clock.speed / files.length);
}
if (!files.length) await sleep(ms / settings.clock.speed);
clearInterval(signs);
sign();
if (fails) throw new Error("failed as it was told to");

/** A site as Framework lays it out: pages, files of their own, and a library that all sites share. */
function siteOf(n: number): Record<string, string | Buffer> {
  const hash = n.toString(16).padStart(8, "0").slice(-8);
  const names = ["index", "sensors", "requests", "capacity"];
  const pages = names.map((name) => [
    `${name}.html`,
    `<!doctype html><html><head><title>${n}</title></head><body>${name} of ${n}</body></html>`
  ]);
  const payloads = names.map((name) => [
    `_file/data/${name}.${hash}.txt`,
    JSON.stringify({n, filler: "x".repeat(2000)})
  ]);
  const library = ["_npm/library@1.0.0/0badcafe.js", "export const shared = 1;\n".repeat(200)];
  return Object.fromEntries([
    ...pages,
    ...payloads,
    library,
    [`tables/readings.${hash}.parquet`, Buffer.alloc(3000, n)]
  ]);
}
