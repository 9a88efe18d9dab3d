import {existsSync, readFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {Reads} from "../../loaders/lake/reads.ts";
import {type CompiledScript, compileLoaders} from "./compile-loaders.ts";
import type {Loader} from "./find-loaders.ts";
import {LoaderHost} from "./loader-host.ts";
import type {LoaderOutputs} from "./loader-outputs.ts";
import {type SiteOptions, siteEnvironment} from "./site-environment.ts";
import {whyAnew} from "./why-anew.ts";

const host = "loaders/host.ts";
/** These share much: one process reads and judges the plant's sensors, and forecasts the calls, once for all of them. */
const plantLoader = /\/loaders\/(water\/(outliers|sensors)|overview\/|licences\/|tables\/)/;

export interface HostedLoader {
  loader: Loader;
  /** Why it ran; null when what it made last is as good. */
  why: string | null;
  code: Record<string, string>;
  reads: Reads;
}

export interface HostOptions extends SiteOptions {
  /** What counts as now, ms. */
  now: number;
  /** How long one may take, ms. */
  limitMs: number;
  /** Run them all, whether or not they would make the same. */
  fresh: boolean;
  outputs: LoaderOutputs;
  outputOf: (loader: Loader) => string;
  /** Told of each that is done, as soon as it is. */
  finish: (result: HostedLoader) => Promise<void>;
}

/**
 * Runs those loaders that only read the lake in two processes, which spares each a start of its own and what several of
 * them compute. Those that would make what they made before are left out. Outputs go where `outputOf` says. Returns
 * those that are done; the rest, failed ones among them, have to be run otherwise.
 */
export async function hostLoaders(loaders: readonly Loader[], options: HostOptions): Promise<Loader[]> {
  const {root, signal, outputOf} = options;
  if (!existsSync(join(root, host))) return [];
  const textOf = (script: string) => readFileSync(join(root, script), "utf8");
  const hosted = loaders.filter(({script}) => isHosted(script, textOf(script)));
  if (hosted.length === 0) return [];
  const scripts = [host, ...hosted.map(({script}) => script)];
  const compiled = await compileLoaders(root, scripts, join(root, "src/.observablehq/loaders"));
  if (!compiled) return [];

  const ofPlant = hosted.filter(({script}) => plantLoader.test(textOf(script)));
  const others = hosted.filter((loader) => !ofPlant.includes(loader));
  const done: Loader[] = [];
  const env = {...siteEnvironment(options), WEIR_NOW: new Date(options.now).toISOString()};
  const work = async (next: () => Loader | undefined): Promise<void> => {
    const running = new LoaderHost(compiled.get(host)!.file, {cwd: root, env, signal});
    try {
      for (let loader = next(); loader; loader = next()) {
        const result = await runOn(running, loader, compiled.get(loader.script)!, options);
        if (!result) continue;
        await options.finish({loader, ...result});
        done.push(loader);
      }
    } finally {
      await running.close();
    }
  };
  for (const loader of hosted) await mkdir(dirname(outputOf(loader)), {recursive: true});
  await Promise.all([work(() => ofPlant.shift() ?? others.pop()), work(() => others.shift())]);
  signal?.throwIfAborted();
  return done;
}

async function runOn(
  host: LoaderHost,
  loader: Loader,
  {file, code, mayReadMore}: CompiledScript,
  {limitMs, outputOf, outputs, now, fresh}: HostOptions
): Promise<Omit<HostedLoader, "loader"> | null> {
  const origin = await outputs.origin(loader.target);
  const why = fresh ? "told to" : mayReadMore ? "it may read more than the lake" : whyAnew(origin, {code, now});
  const answer = await host.run({module: file, output: outputOf(loader), reads: why ? null : origin!.reads}, {limitMs});
  if (!answer || "failed" in answer) return null;
  if (!answer.made) return {why: null, code, reads: origin!.reads};
  return {why: why ?? `changed: ${answer.changed.join(", ")}`, code, reads: answer.reads};
}

/** Loaders in TypeScript that open the lake and leave the process alone. */
const isHosted = (script: string, text: string): boolean =>
  script.endsWith(".ts") && /\/loaders\/lake\.ts"/.test(text) && !/process\.(exit|argv|on)\b|console\./.test(text);
