import {rename} from "node:fs/promises";
import {join} from "node:path";
import {keptCriteria} from "../loaders/lake/kept-criteria.ts";
import {criteriaFile, criteriaFileName, type SeriesCriteria} from "../loaders/outliers/criteria-file.ts";
import type {Config} from "./config.ts";
import {sync, writeFileOf} from "./durable.ts";
import {takeLock} from "./lock.ts";
import {runNode} from "./site/run-process.ts";
import {siteEnvironment} from "./site/site-environment.ts";

/** Nobody waits for it. */
const niceness = 10;

type Place = Pick<Config, "root" | "data">;

/** Every version of every series: kept ones, and those that the lake tells of, from a process of the build's half. */
export async function knownCriteria({root, data}: Place, signal?: AbortSignal): Promise<SeriesCriteria[]> {
  const script = ["--import", "tsx", "loaders/water/print-criteria.ts"];
  const {code, stdout, stderr} = await runNode(script, {
    cwd: root,
    env: siteEnvironment({root, data}),
    signal,
    niceness
  });
  if (code !== 0) throw new Error(`cannot derive criteria (exit code ${code})\n${stderr.trim()}`);
  const found = JSON.parse(stdout) as SeriesCriteria[];
  const gone = keptCriteria(data).filter((one) => !found.some((other) => isSame(one, other)));
  return [...found, ...gone];
}

/** Derives the versions that are due and keeps them for good. Throws when another process does so, and when aborted. */
export async function keepCriteria(place: Place, signal?: AbortSignal): Promise<SeriesCriteria[]> {
  const lock = takeLock(place.data, "criteria");
  try {
    const all = await knownCriteria(place, signal);
    const file = join(place.data, criteriaFileName);
    await writeFileOf([Buffer.from(criteriaFile(all))], `${file}.new`);
    await sync(`${file}.new`);
    await rename(`${file}.new`, file);
    await sync(place.data);
    return all;
  } finally {
    lock.release();
  }
}

export const isSame = (
  one: Pick<SeriesCriteria, "source" | "series">,
  other: Pick<SeriesCriteria, "source" | "series">
): boolean => one.source === other.source && one.series === other.series;
