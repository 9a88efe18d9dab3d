import {Fragment, identifier} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import {withCoarserSteps} from "./coarser-steps.ts";
import type {CubeHeader, CubeSpec, Measure} from "./cube-spec.ts";

const dayMs = 86_400_000;

/** Stands between the parts of a key. */
const separator = "\u001f";

const raw = (text: string) => new Fragment([text]);
const list = (parts: readonly string[]) => raw(parts.join(", "));

/** The key of a row as one text. */
const keyOf = (by: readonly string[]) =>
  by.length ? `concat_ws(chr(31), ${by.map((name) => `coalesce(${identifier(name)}::VARCHAR, '')`).join(", ")})` : "''";

/** Rows of the dataset that the cube sums up: whole days of UTC, up to now. */
function rowsOf(lake: Lake, {dataset, time, where = {}, days = 366}: CubeSpec): Fragment {
  const from = (Math.floor(lake.now / dayMs) - days) * dayMs;
  const known = lake.fragment`${lake.rows(dataset, {from, to: lake.now + 1})}`;
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
export async function cubeColumns(lake: Lake, spec: CubeSpec, header: CubeHeader, keys: readonly string[][]) {
  const step = header.steps[0]!;
  const time = raw(identifier(spec.time));
  const measures = Object.entries(spec.measures).map(
    ([name, measure]) => `${aggregate(measure)} AS ${identifier(name)}`
  );
  // a list has to have something in it
  const joined = keys.length ? keys.map((parts) => parts.join(separator)) : [""];
  const finest = await lake.columns<string>(lake.fragment`
    SELECT ${step} AS step, epoch_ms(${time}) // ${step} * ${step} AS time,
      list_position(${joined}, ${raw(keyOf(spec.by))}) - 1 AS key, ${list(measures)}
    FROM ${rowsOf(lake, spec)} GROUP BY ALL ORDER BY key, time`);
  return withCoarserSteps(finest, header);
}

function aggregate(measure: Measure): string {
  if (measure === "count") return "count(*)";
  const [[kind, name]] = Object.entries(measure) as [[string, string]];
  const column = identifier(name);
  if (kind === "mean") return `${orderedSum(column)} / count(${column})`;
  return kind === "sum" ? orderedSum(column) : `${kind}(${column})`;
}

/** A sum in the order of the values, since one of doubles differs by the order in which threads come to it. */
const orderedSum = (column: string): string => `list_sum(list_sort(list(${column})))`;
