import {createReadStream} from "node:fs";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import {parseArgs} from "node:util";

/** The preview's way to a cube's monthly files; a build puts them beside the cube. */
const {cube = "", part = ""} = parseArgs({options: {cube: {type: "string"}, part: {type: "string"}}}).values;
for (const name of [cube, part])
  if (!/^\w[\w.-]*$/.test(name)) throw new Error(`not a part of a cube: ${cube}/${part}`);
await pipeline(
  createReadStream(join(process.env.WEIR_DATA ?? "data", "cubes", cube, `${part}.parquet`)),
  process.stdout
);
