import {createHash} from "node:crypto";
import {readdirSync, rmSync, statSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {datasets} from "../../data/schema.ts";
import {Fragment, literal} from "../lake/fragment.ts";
import {noteRead} from "../lake/reads.ts";
import {pathState} from "../lake/state.ts";
import type {Lake} from "../lake.ts";
import {monthlyParts, mostRows} from "../tables/monthly-parts.ts";
import type {TableFile} from "../tables/published-table.ts";
import {TableStore} from "../tables/table-store.ts";
import {allSteps, longerSteps, shortestSteps} from "./all-steps.ts";
import type {CubeHeader, CubePart, CubeSpec} from "./cube-spec.ts";
import {finestSteps} from "./finest-steps.ts";
import {writeCube} from "./write-cube.ts";

const dayMs = 86_400_000;

/** A file of a cube holds so many days where there are many rows, of which some are read at a time. */
const days = 10;

/** How long the steps of a cube stay that no one asks for, ms. */
const unusedMs = 7 * dayMs;

export interface MonthlySteps {
  /** The longest steps as a FROM item: `step` (s), the time, the dimensions and the measures. */
  longest: Fragment;
  parts: CubePart[];
}

/** Whether a row belongs to a month of its dataset's files for good: a request may be noted again with other times. */
export const isByMonth = ({dataset, time}: CubeSpec): boolean =>
  dataset !== "requests" && time === datasets[dataset].time;

/**
 * A cube's steps up to now. The shortest ones are in a file for each month from its beginning on, or for a third of one
 * that has many rows; what is between them and the longest, where there is any, in a file for each month beside it. What a
 * file holds is summed up once and kept in the data folder, in files that are published as they are.
 */
export async function monthlySteps(lake: Lake, spec: CubeSpec, header: CubeHeader): Promise<MonthlySteps> {
  const from = (Math.floor(lake.now / dayMs) - (spec.days ?? 366)) * dayMs;
  const store = new TableStore(lake, {folder: folderOf(lake, spec), checked: true});
  const folder = basename(store.folder);
  const [shortest = 0, ...longer] = header.steps;
  const inOne = longer.length < 2;
  const months = new Map<string, TableFile[]>();
  const finest = (rows: Fragment) => finestSteps(lake, spec, header, rows);
  const parts = monthlyParts(lake, spec.dataset, finest, {name: "steps", from, most: mostRows, days});
  for (const {name, query, key} of parts) {
    const rows = () => (inOne ? allSteps(lake, header, query) : shortestSteps(lake, header, query));
    const write = async (path: string) => writeFileSync(path, writeCube(await rows()));
    const month = name.slice("steps-".length, "steps-2026-01".length);
    const file = await store.make({name, write, key: [spec, key]}, spec.time);
    months.set(month, [...(months.get(month) ?? []), file]);
  }
  const made = [...months.values()].flat();
  const above: TableFile[] = [];
  for (const [month, files] of inOne ? [] : months) {
    const query = filesAsRows(lake, store, files);
    const write = async (path: string) => writeFileSync(path, writeCube(await longerSteps(lake, header, query)));
    above.push(await store.make({name: `longer-${month}`, write, key: [spec, files.map(({url}) => url)]}, spec.time));
  }
  store.keep();
  noteRead(`cubes/${folder}`, () => pathState(store.folder));
  dropUnused(dirname(store.folder));
  const partOf = (steps: number[]) => (file: TableFile) =>
    file.from === null ? [] : [{url: `${folder}/${file.url}`, from: file.from, to: file.to!, steps}];
  const last = filesAsRows(lake, store, inOne ? made : above);
  return {
    longest: lake.fragment`(SELECT * FROM ${last} WHERE step > ${(header.steps.at(-2) ?? shortest) / 1000})`,
    parts: [...made.flatMap(partOf([shortest])), ...above.flatMap(partOf(longer.slice(0, -1)))]
  };
}

function filesAsRows(lake: Lake, store: TableStore, files: readonly TableFile[]): Fragment {
  const paths = new Fragment([files.map((file) => literal(store.path(file))).join(", ")]);
  return lake.fragment`read_parquet([${paths}])`;
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
