import {readFileSync} from "node:fs";
import {resolve} from "node:path";
import {z} from "zod";
import type {CriteriaSeed} from "../data/settings.ts";
import {seedCriteria} from "../loaders/outliers/seed-criteria.ts";
import {configMistake} from "./config-mistake.ts";

const hours = z.array(z.number()).readonly();
const seed = z.strictObject({median: hours, low: hours, high: hours});

export interface CriteriaSeeds {
  seeds: Record<string, CriteriaSeed>;
  /** Everything that is wrong with the file, each with the series and the key. */
  mistakes: string[];
}

/** Reads a seed file: typical values by series, until criteria can be derived. Its path starts at the configuration's. */
export function readCriteriaSeeds(file: string, root: string): CriteriaSeeds {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(resolve(root, file), "utf8"));
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    return {seeds: {}, mistakes: [`${file}: ${code === "ENOENT" ? "no such file" : message}`]};
  }
  const all = z.record(z.string(), z.unknown()).safeParse(content, {error: configMistake});
  if (!all.success) return {seeds: {}, mistakes: [`${file}: ${all.error.issues[0]!.message}`]};
  const seeds: Record<string, CriteriaSeed> = {};
  const mistakes: string[] = [];
  for (const [series, given] of Object.entries(all.data)) {
    const read = seed.safeParse(given, {error: configMistake});
    if (!read.success)
      for (const issue of read.error.issues)
        mistakes.push(`${file}: ${[series, ...keysOf(issue)].join(".")}: ${messageOf(issue)}`);
    else {
      const problem = problemOf(read.data);
      if (problem) mistakes.push(`${file}: ${series}: ${problem}`);
      else seeds[series] = read.data;
    }
  }
  return {seeds, mistakes};
}

const keysOf = (issue: z.core.$ZodIssue): string[] =>
  [...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys : [])].map(String);

const messageOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "unrecognized_keys" ? "unknown setting" : issue.message;

function problemOf(seed: CriteriaSeed): string | null {
  try {
    seedCriteria(seed);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
