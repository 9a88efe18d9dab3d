import {Fragment, identifier} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import type {CubeHeader, CubeSpec, Measure} from "./cube-spec.ts";

const dayMs = 86_400_000;

/** Stands between the parts of a key. */
const separator = "\u001f";

const raw = (text: string) => new Fragment([text]);
const list = (parts: readonly string[]) => raw(parts.join(", "));

/** The key of a row as one text. */
const keyOf = (by: readonly string[]) =>
  by.length ? `concat_ws(chr(31), ${by.map((name) => `coalesce(${identifier(name)}::VARCHAR, '')`).join(", ")})` : "''";

/** Rows of the dataset that the cube sums up. */
function rowsOf(lake: Lake, {dataset, time, where = {}, days = 366}: CubeSpec): Fragment {
  const known = lake.fragment`${lake.rows(dataset, {from: lake.now - days * dayMs, to: lake.now + 1})}`;
  return Object.entries(where).reduce(
    (query, [column, value]) => lake.fragment`${query} AND ${raw(identifier(column))} = ${value}`,
    lake.fragment`${known} WHERE ${raw(identifier(time))} IS NOT NULL`
  );
}

/** Every combination of the dimensions' values that there is, sorted as text. */
export async function cubeKeys(lake: Lake, spec: CubeSpec): Promise<string[][]> {
  const rows = await lake.sql<{key: string}>`
    SELECT DISTINCT ${raw(keyOf(spec.by))} AS key FROM ${rowsOf(lake, spec)} ORDER BY key`;
  return rows.map(({key}) => key.split(separator));
}

/** The steps of every grain as numbers: `step` and `time` in ms, `key` an index into `keys`, and the measures. */
export function cubeColumns(lake: Lake, spec: CubeSpec, {steps, measures}: CubeHeader, keys: readonly string[][]) {
  const [finest, ...coarser] = steps;
  const names = Object.keys(measures);
  const key = raw(keyOf(spec.by));
  const time = raw(identifier(spec.time));
  // a list has to have something in it
  const joined = keys.length ? keys.map((parts) => parts.join(separator)) : [""];
  const first = lake.fragment`
    SELECT ${finest!} AS step, epoch_ms(${time}) // ${finest!} * ${finest!} AS time,
      list_position(${joined}, ${key}) - 1 AS key, ${list(names.map((name) => `${aggregate(spec.measures[name]!)} AS ${identifier(name)}`))}
    FROM ${rowsOf(lake, spec)} GROUP BY ALL`;
  const union = coarser.reduce(
    (query, step) => lake.fragment`${query} UNION ALL
      SELECT ${step} AS step, time // ${step} * ${step} AS time, key,
        ${list(names.map((name) => `${merged(name, measures[name]!)} AS ${identifier(name)}`))}
      FROM finest GROUP BY ALL`,
    lake.fragment`FROM finest`
  );
  return lake.columns<string>(lake.fragment`
    WITH finest AS MATERIALIZED (${first}) FROM (${union}) ORDER BY step DESC, key, time`);
}

function aggregate(measure: Measure): string {
  if (measure === "count") return "count(*)";
  const [[kind, column]] = Object.entries(measure) as [[string, string]];
  return `${kind === "mean" ? "avg" : kind}(${identifier(column)})`;
}

function merged(name: string, how: CubeHeader["measures"][string]): string {
  const column = identifier(name);
  if (typeof how === "string") return `${how}(${column})`;
  const weight = identifier(how.mean);
  return `sum(${column} * ${weight}) / nullif(sum(${weight}), 0)`;
}
