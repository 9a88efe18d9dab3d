import {mkdir, open, readdir, rename, rm, stat} from "node:fs/promises";
import {dirname, join} from "node:path";
import {findLoaders, type Loader} from "./find-loaders.ts";
import {type ProcessResult, runNode} from "./run-process.ts";
import {type SiteOptions, siteEnvironment} from "./site-environment.ts";

export interface RunLoadersOptions extends SiteOptions {
  say: (line: string) => void;
  /** How many run at a time. */
  concurrency?: number;
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
 * finds them. Throws one error with what each failed loader printed.
 */
export async function runLoaders({concurrency = 2, ...options}: RunLoadersOptions): Promise<void> {
  const queue = findLoaders(options.root);
  const failures: string[] = [];
  const work = async () => {
    for (let loader = queue.shift(); loader; loader = queue.shift())
      await runLoader(loader, options).catch((error: Error) => {
        options.signal?.throwIfAborted();
        failures.push(error.message);
      });
  };
  await Promise.all(Array.from({length: concurrency}, work));
  if (failures.length) throw new Error(failures.join("\n"));
}

async function runLoader({script, target}: Loader, options: RunLoadersOptions): Promise<void> {
  const {root, say} = options;
  const start = performance.now();
  const path = join(cacheOf(root), target);
  const partial = `${path}.${process.pid}`;
  await mkdir(dirname(path), {recursive: true});
  const {code, stderr} = await runInto(partial, script, options);
  if (code !== 0) {
    await rm(partial, {force: true});
    throw new Error(`loader failed: ${script} (exit code ${code})\n${stderr.trim()}`);
  }
  await rename(partial, path);
  const {size} = await stat(path);
  say(`loaded ${target}: ${kilobytes(size)} in ${seconds(performance.now() - start)}`);
}

async function runInto(path: string, script: string, options: RunLoadersOptions): Promise<ProcessResult> {
  const {root, signal} = options;
  const args = script.endsWith(".ts") ? ["--import", "tsx", script] : [script];
  const file = await open(path, "w");
  try {
    return await runNode(args, {cwd: root, env: siteEnvironment(options), signal, output: file.fd});
  } finally {
    await file.close();
  }
}

const cacheOf = (root: string, source = "src"): string => join(root, source, ".observablehq", "cache");
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
