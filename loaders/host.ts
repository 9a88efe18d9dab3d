import {createWriteStream} from "node:fs";
import {finished} from "node:stream/promises";
import {pathToFileURL} from "node:url";
import {readCatalog} from "./lake/lake-catalog.ts";
import {withReads} from "./lake/reads.ts";
import {stateOf} from "./lake/state.ts";
import {shareLake} from "./lake.ts";
import type {LoaderAnswer, LoaderJob} from "./loader-job.ts";

const data = process.env.WEIR_DATA ?? "data";
const commit = process.env.WEIR_COMMIT ? Number(process.env.WEIR_COMMIT) : undefined;
const catalog = readCatalog(data, commit);
process.env.WEIR_NOW ??= new Date().toISOString();

/**
 * Runs data loaders that its parent process names, one after the other, over one lake, so that what they have in common
 * is loaded and computed once.
 */
async function run({module, output, reads: before}: LoaderJob): Promise<LoaderAnswer> {
  const changed = Object.entries(before ?? {}).flatMap(([name, state]) =>
    stateOf(name, catalog, data) === state ? [] : name
  );
  if (before && changed.length === 0) return {made: false};
  const stream = createWriteStream(output);
  Object.defineProperty(process, "stdout", {value: stream, configurable: true});
  const {reads} = await withReads(() => import(pathToFileURL(module).href));
  stream.end();
  await finished(stream);
  return {made: true, reads, changed};
}

shareLake();
process.on("message", (job: LoaderJob) => {
  void run(job)
    .catch((error: Error): LoaderAnswer => ({failed: error.message}))
    .then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit());
