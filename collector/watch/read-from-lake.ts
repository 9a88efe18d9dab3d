import {mkdir, open, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {deserialize} from "node:v8";
import type {HourlyForecast} from "../../loaders/forecast/hourly-forecast.ts";
import type {WalkSeed} from "../../loaders/outliers/seeded-walk.ts";
import type {Config} from "../config.ts";
import {runNode} from "../site/run-process.ts";
import {siteEnvironment} from "../site/site-environment.ts";

/** What the watch asks of the lake, in processes of the build's half. Throws when one fails, and when aborted. */
export interface LakePast {
  seeds(signal: AbortSignal): Promise<WalkSeed[]>;
  forecasts(signal: AbortSignal): Promise<HourlyForecast[]>;
}

/** Readings come first. */
const niceness = 10;

export function readFromLake(place: Pick<Config, "root" | "data">): LakePast {
  return {
    seeds: async (signal) => deserialize(await printed(place, "print-walk-seeds", signal)) as WalkSeed[],
    forecasts: async (signal) =>
      JSON.parse(`${await printed(place, "print-hourly-forecasts", signal)}`) as HourlyForecast[]
  };
}

async function printed(
  {root, data}: Pick<Config, "root" | "data">,
  name: string,
  signal: AbortSignal
): Promise<Buffer> {
  const folder = join(data, "watch");
  await mkdir(folder, {recursive: true});
  const path = join(folder, `${name}.${process.pid}`);
  const output = await open(path, "w");
  try {
    const script = ["--import", "tsx", `loaders/water/${name}.ts`];
    const env = siteEnvironment({root, data});
    const {code, stderr} = await runNode(script, {cwd: root, env, output: output.fd, niceness, signal});
    if (code !== 0) throw new Error(stderr.trim().split("\n").at(-1) || `${name}: exit code ${code}`);
    return await readFile(path);
  } finally {
    await output.close();
    await rm(path, {force: true});
  }
}
