import {createReadStream} from "node:fs";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import {parseArgs} from "node:util";
import {tablesFolder} from "../../loaders/tables/table-store.ts";

/** The preview's way to a published table; a build puts the files beside the index. */
const {name = ""} = parseArgs({options: {name: {type: "string"}}}).values;
if (!/^[\w.-]+$/.test(name)) throw new Error(`not the name of a table's file: ${name}`);
await pipeline(
  createReadStream(join(tablesFolder(process.env.WEIR_DATA ?? "data"), `${name}.parquet`)),
  process.stdout
);
