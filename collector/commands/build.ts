import {resolve} from "node:path";
import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {build} from "../site/build.ts";
import type {OutputReason} from "../site/run-loaders.ts";
import {textTable} from "../text-table.ts";

/**
 * `weir build`: the site into a folder that any web server can serve. Sets the exit code 1 when a loader failed that has
 * nothing older to show.
 */
export async function buildSite(
  {root, data}: Config,
  {say, out, ...options}: {say: Say; out: string; fresh?: boolean; why?: boolean}
): Promise<void> {
  const {brokenLinks, failures, outputs} = await build({root, data, out: resolve(out), say, fresh: options.fresh});
  if (options.why) process.stdout.write(reasonTable(outputs));
  if (failures.some(({since}) => since === null)) process.exitCode = 1;
  say(`site in ${out}${brokenLinks.length ? `, with ${brokenLinks.length} broken links` : ""}`);
}

/** A line for each thing that a site is made of: whether it was made anew, and why. */
export const reasonTable = (outputs: readonly OutputReason[]): string =>
  textTable(
    ["output", "", "why"],
    outputs.map(({target, made, why}) => [target, made ? "made" : "kept", why])
  );
