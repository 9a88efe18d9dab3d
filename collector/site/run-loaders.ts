import {mkdir, open, readdir, rename, rm, stat, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {findLoaders, type Loader} from "./find-loaders.ts";
import {type HostedLoader, hostLoaders} from "./host-loaders.ts";
import {failureNote, failureReason, type LoaderFailure} from "./loader-failure.ts";
import {LoaderOutputs, type Origin} from "./loader-outputs.ts";
import {type ProcessResult, runNode} from "./run-process.ts";
import {type SiteOptions, siteEnvironment} from "./site-environment.ts";

export interface RunLoadersOptions extends SiteOptions {
  say: (line: string) => void;
  /** How many run at a time. */
  concurrency?: number;
  /** How long one may take, ms. */
  limitMs?: number;
  /** Run them all, whether or not they would make the same. */
  fresh?: boolean;
}

export interface LoadersResult {
  failures: LoaderFailure[];
  /** One for each loader. */
  outputs: OutputReason[];
}

/** Whether something that a site is made of was made anew. */
export interface OutputReason {
  /** Relative to the site's sources, as in `data/sensors.json`. */
  target: string;
  made: boolean;
  /** Why it was made, or not. */
  why: string;
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
 * finds them. What would come out as before is taken from before. In place of what a loader failed to make, its last
 * good output is put there, or else an empty file, and the failure is returned. Throws with what they printed when all
 * fail and there is nothing to show.
 */
export async function runLoaders({
  concurrency = 2,
  limitMs = 600_000,
  fresh = false,
  ...options
}: RunLoadersOptions): Promise<LoadersResult> {
  const {root, data, say} = options;
  const loaders = findLoaders(root);
  const outputs = new LoaderOutputs(data);
  const reasons: OutputReason[] = [];
  const now = presentInstant();
  const start = performance.now();
  const finishHosted = async ({loader: {target}, why, code, reads}: HostedLoader) => {
    if (why !== null) say(`loaded ${target}: ${await finish(target, options, {now, code, reads})} (${why})`);
    else await outputs.restore(target, join(cacheOf(root), target));
    reasons.push({target, made: why !== null, why: why ?? "nothing that it is made of has changed"});
  };
  const outputOf = ({target}: Loader) => partialOf(root, target);
  const hosting = {now, limitMs, fresh, outputs, outputOf, finish: finishHosted};
  const hosted = await hostLoaders(loaders, {...options, ...hosting});
  const made = reasons.filter((reason) => reason.made).length;
  if (made < hosted.length) say(`${hosted.length - made} outputs of loaders are as good as when they were made`);
  if (made) say(`${made} ${made === 1 ? "loader" : "loaders"} took ${seconds(performance.now() - start)}`);
  const queue = loaders.filter((loader) => !hosted.includes(loader));
  const failures: LoaderFailure[] = [];
  const work = async () => {
    for (let loader = queue.shift(); loader; loader = queue.shift()) {
      const failure = await runLoader(loader, {...options, limitMs});
      if (failure) failures.push(failure);
      reasons.push({target: loader.target, made: !failure, why: failure?.reason ?? "it may read more than the lake"});
    }
  };
  await Promise.all(Array.from({length: concurrency}, work));
  if (failures.length && failures.length === loaders.length && failures.every(({since}) => since === null))
    throw new Error(failures.map(({loader, printed}) => `loader failed: ${loader} ${printed}`).join("\n"));
  for (const failure of failures) say(`${failureNote(failure)}\n${failure.printed}`);
  return {
    failures: failures.sort((a, b) => a.loader.localeCompare(b.loader)),
    outputs: reasons.sort((a, b) => a.target.localeCompare(b.target))
  };
}

type OneLoaderOptions = Omit<RunLoadersOptions, "limitMs"> & {limitMs: number};

async function runLoader({script, target}: Loader, options: OneLoaderOptions): Promise<LoaderFailure | null> {
  const {root, data, say, limitMs} = options;
  const start = performance.now();
  const path = join(cacheOf(root), target);
  const partial = partialOf(root, target);
  await mkdir(dirname(path), {recursive: true});
  const {code, stderr, timedOut} = await runInto(partial, script, options);
  if (code === 0) {
    say(`loaded ${target}: ${await finish(target, options, null)} in ${seconds(performance.now() - start)}`);
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
async function finish(
  target: string,
  {root, data}: SiteOptions,
  origin: Omit<Origin, "sha256"> | null
): Promise<string> {
  const path = join(cacheOf(root), target);
  await rename(partialOf(root, target), path);
  await new LoaderOutputs(data).keep(target, path, origin);
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

/** The instant that counts as now, ms: of the environment, if it names one. */
function presentInstant(text = process.env.WEIR_NOW): number {
  if (!text) return Date.now();
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Error(`WEIR_NOW: not a time: ${text} (write an ISO time, as in 2026-01-31T12:00Z)`);
  return time;
}

const cacheOf = (root: string, source = "src"): string => join(root, source, ".observablehq", "cache");
const partialOf = (root: string, target: string): string => `${join(cacheOf(root), target)}.${process.pid}`;
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
