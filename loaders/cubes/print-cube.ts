import type {Writable} from "node:stream";
import type {Lake} from "../lake.ts";
import {allSteps} from "./all-steps.ts";
import {type CubeHeader, type CubeSpec, cubeHeader} from "./cube-spec.ts";
import {finestSteps} from "./finest-steps.ts";
import {isByMonth, monthlySteps} from "./monthly-steps.ts";
import {numberedSteps} from "./numbered-steps.ts";
import {type CubeRows, writeCube} from "./write-cube.ts";

/**
 * Sums a dataset up by steps of time and by dimensions, and prints it as the Parquet file that a page's `openCube`
 * reads: the whole of a data loader, beside `openLake()`. All but its longest steps are in files for each month, which a
 * build puts beside it, so that another hour of data changes little. Throws when the measures cannot be merged exactly.
 */
export async function printCube(lake: Lake, spec: CubeSpec, {out = process.stdout as Writable} = {}): Promise<void> {
  const file = writeCube(await cubeRows(lake, spec, cubeHeader(spec)));
  await new Promise<void>((resolve, reject) => out.write(file, (error) => (error ? reject(error) : resolve())));
}

async function cubeRows(lake: Lake, spec: CubeSpec, header: CubeHeader): Promise<CubeRows> {
  if (!isByMonth(spec)) {
    const from = lake.now - (spec.days ?? 366) * 86_400_000;
    const rows = lake.rows(spec.dataset, {from: Math.floor(from / 86_400_000) * 86_400_000, to: lake.now + 1});
    return allSteps(lake, header, finestSteps(lake, spec, header, rows));
  }
  const {longest, parts} = await monthlySteps(lake, spec, header);
  return {header: {...header, parts}, ...(await numberedSteps(lake, header, longest))};
}
