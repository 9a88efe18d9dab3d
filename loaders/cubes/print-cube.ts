import type {Writable} from "node:stream";
import type {Lake} from "../lake.ts";
import {cubeContent} from "./cube-query.ts";
import {type CubeSpec, cubeHeader} from "./cube-spec.ts";
import {writeCube} from "./write-cube.ts";

/**
 * Sums a dataset up by steps of time and by dimensions, and prints it as the Parquet file that a page's `openCube`
 * reads: the whole of a data loader, beside `openLake()`. Throws when the measures cannot be merged exactly.
 */
export async function printCube(lake: Lake, spec: CubeSpec, {out = process.stdout as Writable} = {}): Promise<void> {
  const header = cubeHeader(spec);
  const content = await cubeContent(lake, spec, header);
  await new Promise<void>((resolve, reject) =>
    out.write(writeCube({header, ...content}), (error) => (error ? reject(error) : resolve()))
  );
}
