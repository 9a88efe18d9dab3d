import {existsSync, readFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {Loader} from "./find-loaders.ts";
import {runNode} from "./run-process.ts";
import {type SiteOptions, siteEnvironment} from "./site-environment.ts";

const host = "loaders/host.ts";

/** These look at the plant's sensors, which one process then reads and judges once. */
const plantLoader = /\/loaders\/(water\/(outliers|sensors)|overview\/|tables\/)/;

/**
 * Runs those loaders that only read the lake in two processes, side by side, which spares each a start of its own and
 * what several of them compute. Outputs go where `outputOf` says. Returns those that are done; the rest, failed ones
 * among them, have to be run otherwise.
 */
export async function hostLoaders(
  loaders: readonly Loader[],
  {limitMs, outputOf, ...options}: SiteOptions & {limitMs: number; outputOf: (loader: Loader) => string}
): Promise<Loader[]> {
  const {root, signal} = options;
  if (!existsSync(join(root, host))) return [];
  const texts = new Map(loaders.map((loader) => [loader, readFileSync(join(root, loader.script), "utf8")]));
  const hosted = loaders.filter((loader) => isHosted(loader, texts.get(loader)!));
  const ofPlant = (loader: Loader) => plantLoader.test(texts.get(loader)!);
  for (const loader of hosted) await mkdir(dirname(outputOf(loader)), {recursive: true});
  const run = async (group: Loader[]): Promise<Loader[]> => {
    if (group.length === 0) return [];
    const jobs = group.flatMap((loader) => [loader.script, outputOf(loader)]);
    const args = ["--import", "tsx", host, ...jobs];
    const {stdout} = await runNode(args, {cwd: root, env: siteEnvironment(options), signal, limitMs});
    const done = stdout.split("\n");
    return group.filter(({script}) => done.includes(script));
  };
  const groups = [hosted.filter(ofPlant), hosted.filter((loader) => !ofPlant(loader))];
  return (await Promise.all(groups.map(run))).flat();
}

/** Loaders in TypeScript that open the lake and leave the process alone. */
const isHosted = ({script}: Loader, text: string): boolean =>
  script.endsWith(".ts") && /\/loaders\/lake\.ts"/.test(text) && !/process\.(exit|argv|on)\b|console\./.test(text);
