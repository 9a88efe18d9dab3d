import {mkdir, open, readdir, rename, rm, stat, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {findLoaders, type Loader} from "./find-loaders.ts";
import {hostLoaders} from "./host-loaders.ts";
import {failureNote, failureReason, type LoaderFailure} from "./loader-failure.ts";
import {LoaderOutputs} from "./loader-outputs.ts";
import {type ProcessResult, runNode} from "./run-process.ts";
import {type SiteOptions, siteEnvironment} from "./site-environment.ts";

export interface RunLoadersOptions extends SiteOptions {
  say: (line: string) => void;
  /** How many run at a time. */
  concurrency?: number;
  /** How long one may take, ms. */
  limitMs?: number;
}

/** Folders of Framework's cache that hold no loader's output. */
const kept = new Set(["_npm", "_node", "_observablehq"]);

/** Forgets what loaders made, so that no page is built from data that has since changed. */
export async function dropLoaderOutputs(root: string, source = "src"): Promise<void> {
  const cache = cacheOf(root, source);
  const entries = await readdir(cache).catch(() => []);
  for (const name of entries) if (!kept.has(name)) await rm(join(cache, name), {recursive: true, force: true});
}

/**
 * Runs the site's data loaders side by side into Framework's cache, where its build, which would run one after another,
 * finds them. In place of what a loader failed to make, its last good output is put there, or else an empty file, and
 * the failure is returned. Throws with what they printed when all fail and there is nothing to show.
 */
export async function runLoaders({
  concurrency = 2,
  limitMs = 600_000,
  ...options
}: RunLoadersOptions): Promise<LoaderFailure[]> {
  const {root, say} = options;
  const loaders = findLoaders(root);
  const start = performance.now();
  const hosted = await hostLoaders(loaders, {...options, limitMs, outputOf: ({target}) => partialOf(root, target)});
  for (const {target} of hosted) say(`loaded ${target}: ${await finish(target, options)}`);
  if (hosted.length) say(`${hosted.length} loaders took ${seconds(performance.now() - start)}`);
  const queue = loaders.filter((loader) => !hosted.includes(loader));
  const failures: LoaderFailure[] = [];
  const work = async () => {
    for (let loader = queue.shift(); loader; loader = queue.shift()) {
      const failure = await runLoader(loader, {...options, limitMs});
      if (failure) failures.push(failure);
    }
  };
  await Promise.all(Array.from({length: concurrency}, work));
  if (failures.length && failures.length === loaders.length && failures.every(({since}) => since === null))
    throw new Error(failures.map(({loader, printed}) => `loader failed: ${loader} ${printed}`).join("\n"));
  for (const failure of failures) say(`${failureNote(failure)}\n${failure.printed}`);
  return failures.sort((a, b) => a.loader.localeCompare(b.loader));
}

type OneLoaderOptions = RunLoadersOptions & {limitMs: number};

async function runLoader({script, target}: Loader, options: OneLoaderOptions): Promise<LoaderFailure | null> {
  const {root, data, say, limitMs} = options;
  const start = performance.now();
  const path = join(cacheOf(root), target);
  const partial = partialOf(root, target);
  await mkdir(dirname(path), {recursive: true});
  const {code, stderr, timedOut} = await runInto(partial, script, options);
  if (code === 0) {
    say(`loaded ${target}: ${await finish(target, options)} in ${seconds(performance.now() - start)}`);
    return null;
  }
  await rm(partial, {force: true});
  const since = await new LoaderOutputs(data).restore(target, path);
  if (since === null) await writeFile(path, target.endsWith(".json") ? "{}" : "");
  const printed = stderr.trim();
  return {
    loader: script,
    target,
    reason: timedOut ? `it took longer than ${seconds(limitMs)}` : failureReason(printed, {root}),
    at: Date.now(),
    since,
    printed: `(${timedOut ? "stopped" : `exit code ${code}`})\n${printed}`
  };
}

/** Puts what a loader has made in its place, and keeps it. Returns its size. */
async function finish(target: string, {root, data}: SiteOptions): Promise<string> {
  const path = join(cacheOf(root), target);
  await rename(partialOf(root, target), path);
  await new LoaderOutputs(data).keep(target, path);
  return kilobytes((await stat(path)).size);
}

async function runInto(path: string, script: string, {limitMs, ...options}: OneLoaderOptions): Promise<ProcessResult> {
  const {root, signal} = options;
  const args = script.endsWith(".ts") ? ["--import", "tsx", script] : [script];
  const file = await open(path, "w");
  try {
    return await runNode(args, {cwd: root, env: siteEnvironment(options), signal, output: file.fd, limitMs});
  } finally {
    await file.close();
  }
}

const cacheOf = (root: string, source = "src"): string => join(root, source, ".observablehq", "cache");
const partialOf = (root: string, target: string): string => `${join(cacheOf(root), target)}.${process.pid}`;
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
