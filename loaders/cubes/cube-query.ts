import {identifier} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import {withCoarserSteps} from "./coarser-steps.ts";
import type {CubeHeader, CubeSpec} from "./cube-spec.ts";
import {cubeSteps} from "./cube-steps.ts";

/** Stands between the parts of a key. */
const separator = "\u001f";

/** The key of a row as one text. */
const keyOf = (by: readonly string[]) =>
  by.length ? `concat_ws(chr(31), ${by.map((name) => `coalesce(${identifier(name)}::VARCHAR, '')`).join(", ")})` : "''";

export interface CubeContent {
  /** Every combination of the dimensions' values that there is, sorted as text. */
  keys: string[][];
  /** The steps of every grain as numbers: `step` and `time` in ms, `key` an index into `keys`, and the measures. */
  columns: Record<string, Float64Array>;
}

/** Sums a dataset up. */
export async function cubeContent(lake: Lake, spec: CubeSpec, header: CubeHeader): Promise<CubeContent> {
  const step = header.steps[0]!;
  const steps = await cubeSteps(lake, spec, {step, key: keyOf(spec.by)});
  const keys = (await lake.sql<{key: string}>`SELECT DISTINCT key FROM ${steps} ORDER BY key`).map(({key}) => key);
  // a list has to have something in it
  const finest = await lake.columns<string>(lake.fragment`
    SELECT ${step} AS step, time, list_position(${keys.length ? keys : [""]}, key) - 1 AS key, * EXCLUDE (time, key)
    FROM ${steps} ORDER BY key, time`);
  return {keys: keys.map((key) => key.split(separator)), columns: withCoarserSteps(finest, header)};
}
