import {createHash} from "node:crypto";
import {readdirSync, rmSync, statSync} from "node:fs";
import {dirname, join} from "node:path";
import {datasets} from "../../data/schema.ts";
import {Fragment, identifier, literal} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import {monthlyParts} from "../tables/monthly-parts.ts";
import {TableStore} from "../tables/table-store.ts";
import type {CubeSpec, Measure} from "./cube-spec.ts";

const dayMs = 86_400_000;

/** How long the steps of a cube stay that no one asks for, ms. */
const unusedMs = 7 * dayMs;

const raw = (text: string) => new Fragment([text]);

/**
 * A cube's shortest steps as a FROM item: `time` (ms), `key` (a text) and the measures, one row for each step and key.
 * They are those of whole days of UTC, up to now. What the months have is summed up once and kept in the data folder,
 * where rows belong to a month by themselves.
 *
 * @param step its length, ms
 * @param key of a row, as SQL
 */
export async function cubeSteps(
  lake: Lake,
  spec: CubeSpec,
  {step, key}: {step: number; key: string}
): Promise<Fragment> {
  const from = (Math.floor(lake.now / dayMs) - (spec.days ?? 366)) * dayMs;
  const sums = (rows: Fragment) => lake.fragment`
    SELECT epoch_ms(${raw(identifier(spec.time))}) // ${raw(`${step}`)} * ${raw(`${step}`)} AS time, ${raw(key)} AS key,
      ${raw(measuresOf(spec))}
    FROM ${rows} WHERE ${conditions(lake, spec)} GROUP BY ALL`;
  const byMonth = spec.dataset !== "requests" && spec.time === datasets[spec.dataset].time;
  if (!byMonth) return lake.fragment`(${sums(lake.rows(spec.dataset, {from, to: lake.now + 1}))})`;
  const store = new TableStore(lake, {folder: folderOf(lake, spec), checked: true});
  const sorted = (rows: Fragment) => lake.fragment`${sums(rows)} ORDER BY key, time`;
  const made = [];
  for (const {name, query, key: files} of monthlyParts(lake, spec.dataset, sorted, {name: "steps", from}))
    made.push(await store.make({name, query, key: [spec, files]}, "time"));
  store.keep();
  dropUnused(dirname(store.folder));
  const paths = made.map((file) => literal(store.path(file))).join(", ");
  return lake.fragment`(SELECT * FROM read_parquet([${raw(paths)}]) WHERE time >= ${from})`;
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

/** Each cube has a folder of its own, or one would remove what another one needs. */
function folderOf({data}: Lake, spec: CubeSpec): string {
  const hash = createHash("sha256").update(JSON.stringify(spec)).digest("hex");
  return join(data, "cubes", `${spec.dataset}-${hash.slice(0, 8)}`);
}

/** Removes the steps of cubes that are not made any more. */
function dropUnused(folder: string, {now = Date.now} = {}): void {
  for (const name of readdirSync(folder)) {
    const used = statSync(join(folder, name, "made.json"), {throwIfNoEntry: false})?.mtimeMs;
    if (used !== undefined && now() - used > unusedMs) rmSync(join(folder, name), {recursive: true, force: true});
  }
}
