import type {Fragment} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import {coarserSteps} from "./coarser-steps.ts";
import type {CubeHeader} from "./cube-spec.ts";
import {joinedColumns} from "./joined-columns.ts";
import {numberedSteps} from "./numbered-steps.ts";
import type {CubeRows} from "./write-cube.ts";

/**
 * A cube's steps of every length from the shortest ones.
 *
 * @param finest a FROM item, as of `finestSteps`
 */
export async function allSteps(lake: Lake, header: CubeHeader, finest: Fragment): Promise<CubeRows> {
  const {keys, columns} = await numberedSteps(lake, header, finest);
  return {header, keys, columns: joinedColumns([...coarserSteps(columns, header), columns], Object.keys(columns))};
}

/** The shortest steps alone. */
export const shortestSteps = async (lake: Lake, header: CubeHeader, finest: Fragment): Promise<CubeRows> => ({
  header,
  ...(await numberedSteps(lake, header, finest))
});

/** All but the shortest steps. */
export async function longerSteps(lake: Lake, header: CubeHeader, finest: Fragment): Promise<CubeRows> {
  const {keys, columns} = await numberedSteps(lake, header, finest);
  return {header, keys, columns: joinedColumns(coarserSteps(columns, header), Object.keys(columns))};
}
