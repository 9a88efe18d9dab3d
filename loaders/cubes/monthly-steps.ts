import {createHash} from "node:crypto";
import {readdirSync, rmSync, statSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {datasets} from "../../data/schema.ts";
import {Fragment, literal} from "../lake/fragment.ts";
import {noteRead} from "../lake/reads.ts";
import {pathState} from "../lake/state.ts";
import type {Lake} from "../lake.ts";
import {monthlyParts, mostRows} from "../tables/monthly-parts.ts";
import {TableStore} from "../tables/table-store.ts";
import {allSteps} from "./all-steps.ts";
import type {CubeHeader, CubePart, CubeSpec} from "./cube-spec.ts";
import {finestSteps} from "./finest-steps.ts";
import {writeCube} from "./write-cube.ts";

const dayMs = 86_400_000;

/** A file of a cube holds so many days where there are many rows, of which some are read at a time. */
const days = 10;

/** How long the steps of a cube stay that no one asks for, ms. */
const unusedMs = 7 * dayMs;

export interface MonthlySteps {
  /** All but the shortest steps as a FROM item: `step` (s), the time, the dimensions and the measures. */
  coarser: Fragment;
  parts: CubePart[];
}

/** Whether a row belongs to a month of its dataset's files for good: a request may be noted again with other times. */
export const isByMonth = ({dataset, time}: CubeSpec): boolean =>
  dataset !== "requests" && time === datasets[dataset].time;

/**
 * A cube's steps of every length up to now, a file for each month from its beginning on, or for a third of one that
 * has many rows. What it holds is summed up once and kept in the data folder, in files that are published as they are.
 */
export async function monthlySteps(lake: Lake, spec: CubeSpec, header: CubeHeader): Promise<MonthlySteps> {
  const from = (Math.floor(lake.now / dayMs) - (spec.days ?? 366)) * dayMs;
  const store = new TableStore(lake, {folder: folderOf(lake, spec), checked: true});
  const folder = basename(store.folder);
  const made = [];
  const finest = (rows: Fragment) => finestSteps(lake, spec, header, rows);
  for (const {name, query, key} of monthlyParts(lake, spec.dataset, finest, {
    name: "steps",
    from,
    most: mostRows,
    days
  })) {
    const write = async (path: string) => writeFileSync(path, writeCube(await allSteps(lake, header, query)));
    made.push(await store.make({name, write, key: [spec, key]}, spec.time));
  }
  store.keep();
  noteRead(`cubes/${folder}`, () => pathState(store.folder));
  dropUnused(dirname(store.folder));
  const paths = new Fragment([made.map((file) => literal(store.path(file))).join(", ")]);
  return {
    coarser: lake.fragment`(SELECT * FROM read_parquet([${paths}]) WHERE step > ${header.steps[0]! / 1000})`,
    parts: made.flatMap(({url, from, to}) => (from === null ? [] : [{url: `${folder}/${url}`, from, to: to!}]))
  };
}

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
