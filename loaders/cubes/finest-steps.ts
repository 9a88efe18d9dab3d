import {Fragment, identifier} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import type {CubeHeader, CubeSpec, Measure} from "./cube-spec.ts";

const raw = (text: string) => new Fragment([text]);

/** A cube's shortest steps as a FROM item: `step` (s), the time, the dimensions as texts and the measures. */
export function finestSteps(lake: Lake, spec: CubeSpec, {steps: [step]}: CubeHeader, rows: Fragment): Fragment {
  const seconds = raw(`${step! / 1000}`);
  const time = raw(identifier(spec.time));
  const begin = lake.fragment`make_timestamp(epoch_ms(${time}) // 1000 // ${seconds} * ${seconds} * 1000000)`;
  const dimensions = spec.by.map((name) => `coalesce(${identifier(name)}::VARCHAR, '') AS ${identifier(name)}, `);
  return lake.fragment`(
    SELECT ${seconds} AS "step", ${begin} AS ${time}, ${raw(dimensions.join(""))} ${raw(measuresOf(spec))}
    FROM ${rows} WHERE ${conditions(lake, spec)} GROUP BY ALL)`;
}

function measuresOf({measures}: CubeSpec): string {
  return Object.entries(measures)
    .map(([name, measure]) => `${aggregate(measure)} AS ${identifier(name)}`)
    .join(", ");
}

/** Rows that count. */
const conditions = (lake: Lake, {time, where = {}}: CubeSpec): Fragment =>
  Object.entries(where).reduce(
    (known, [column, value]) => lake.fragment`${known} AND ${raw(identifier(column))} = ${value}`,
    raw(`${identifier(time)} IS NOT NULL`)
  );

function aggregate(measure: Measure): string {
  if (measure === "count") return "count(*)";
  const [[kind, name]] = Object.entries(measure) as [[string, string]];
  const column = identifier(name);
  if (kind === "mean") return `${orderedSum(column)} / count(${column})`;
  return kind === "sum" ? orderedSum(column) : `${kind}(${column})`;
}

/** A sum in the order of the values, since one of doubles differs by the order in which threads come to it. */
const orderedSum = (column: string): string => `list_sum(list_sort(list(${column})))`;
