import {mkdir, open, readdir, readFile, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {deserialize} from "node:v8";
import {encodeFitted, fittedFolder, fittedName} from "../loaders/fitted/fitted-file.ts";
import {spans} from "../loaders/fitted/span.ts";
import type {TrainingInput, TrainingSeries} from "../loaders/fitted/training-input.ts";
import type {Fitted} from "../loaders/forecast/model.ts";
import {forecastAll} from "./analysis/forecast-pool.ts";
import type {Config} from "./config.ts";
import {sync, writeFileOf} from "./durable.ts";
import {takeLock} from "./lock.ts";
import {runNode} from "./site/run-process.ts";
import {siteEnvironment} from "./site/site-environment.ts";

export interface Trained {
  series: Omit<TrainingSeries, "history">;
  /** null when the history is shorter than two days. */
  fitted: Fitted | null;
}

/**
 * Fits every model to every series that the site forecasts, in threads, and keeps what was learnt for the builds to come.
 * Yields each series as it is done. Throws at once when another process trains in the same data folder.
 */
export async function* train(
  config: Pick<Config, "root" | "data">,
  {networks = false}: {networks?: boolean} = {}
): AsyncGenerator<Trained & {of: number}> {
  const folder = join(config.data, fittedFolder);
  const lock = takeLock(config.data, "train");
  try {
    await mkdir(folder, {recursive: true});
    const {code, series} = await readInput(config, folder);
    const tasks = series.map(({span, history}, index) => {
      const {horizon, origins} = spans[span];
      return {index, history, horizon, origins, model: networks ? "all" : "auto", onlyFit: true};
    });
    const files = new Set<string>();
    for await (const {index, fitted} of forecastAll(tasks)) {
      const {history: _, ...one} = series[index]!;
      if (fitted) {
        const name = fittedName(one.id, one.span);
        await replace(join(folder, name), encodeFitted({code, at: Date.now(), series: one, fitted}));
        files.add(name);
      }
      yield {series: one, fitted, of: series.length};
    }
    for (const name of await readdir(folder)) if (!files.has(name)) await rm(join(folder, name), {force: true});
    await sync(folder);
  } finally {
    lock.release();
  }
}

/** The series as the build sees them, from a process of the build's half. */
async function readInput({root, data}: Pick<Config, "root" | "data">, folder: string) {
  const path = join(folder, `input.${process.pid}`);
  const output = await open(path, "w");
  try {
    const script = ["--import", "tsx", "loaders/fitted/print-training-series.ts"];
    const env = siteEnvironment({root, data});
    const {code, stderr} = await runNode(script, {cwd: root, env, output: output.fd});
    if (code !== 0) throw new Error(`cannot read what to learn from (exit code ${code})\n${stderr.trim()}`);
    return deserialize(await readFile(path)) as TrainingInput;
  } finally {
    await output.close();
    await rm(path, {force: true});
  }
}

/** The old file or the new one, whatever happens. */
async function replace(path: string, content: Buffer): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFileOf([content], draft);
  await sync(draft);
  await rename(draft, path);
}
