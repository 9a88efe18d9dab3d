import {createWriteStream} from "node:fs";
import {finished} from "node:stream/promises";
import {pathToFileURL} from "node:url";
import {shareLake} from "./lake.ts";

/**
 * Runs several data loaders, one after the other, in this process and over one lake, so that what they have in common is
 * loaded and computed once. Arguments: pairs of a loader's path and the file that takes its output. Prints the path of
 * each that is done. Ends at the first that fails: whoever started it runs the rest otherwise.
 */
const {stdout} = process;
const jobs = process.argv.slice(2);
process.env.WEIR_NOW ??= new Date().toISOString();
shareLake();
for (let i = 0; i < jobs.length; i += 2) {
  const output = createWriteStream(jobs[i + 1]!);
  Object.defineProperty(process, "stdout", {value: output, configurable: true});
  await import(pathToFileURL(jobs[i]!).href);
  output.end();
  await finished(output);
  stdout.write(`${jobs[i]}\n`);
}
