import {mkdir, open, rm} from "node:fs/promises";
import {join} from "node:path";
import type {Config} from "../config.ts";
import {runNode} from "../site/run-process.ts";
import {siteEnvironment} from "../site/site-environment.ts";

/** Readings come first. */
const niceness = 10;

/**
 * What a script of `loaders/water` prints, in a process of the build's half that gives way to others. Throws the last
 * thing it said when it fails, and when it is aborted.
 */
export async function printed(
  {root, data}: Pick<Config, "root" | "data">,
  name: string,
  signal: AbortSignal
): Promise<Buffer> {
  const folder = join(data, "watch");
  await mkdir(folder, {recursive: true});
  const path = join(folder, `${name}.${process.pid}`);
  const output = await open(path, "w+");
  try {
    await rm(path); // the file stays until it is closed, even by a kill
    const script = ["--import", "tsx", `loaders/water/${name}.ts`];
    const env = siteEnvironment({root, data});
    const {code, stderr} = await runNode(script, {cwd: root, env, output: output.fd, niceness, signal});
    if (code !== 0) throw new Error(stderr.trim().split("\n").at(-1) || `${name}: exit code ${code}`);
    const {size} = await output.stat();
    const {buffer} = await output.read(Buffer.alloc(size), 0, size, 0);
    return buffer;
  } finally {
    await output.close();
  }
}
