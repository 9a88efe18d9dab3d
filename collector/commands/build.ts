import {resolve} from "node:path";
import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {build} from "../site/build.ts";

/**
 * `weir build`: the site into a folder that any web server can serve. Sets the exit code 1 when a loader failed that has
 * nothing older to show.
 */
export async function buildSite({root, data}: Config, {say, out}: {say: Say; out: string}): Promise<void> {
  const {brokenLinks, failures} = await build({root, data, out: resolve(out), say});
  if (failures.some(({since}) => since === null)) process.exitCode = 1;
  say(`site in ${out}${brokenLinks.length ? `, with ${brokenLinks.length} broken links` : ""}`);
}
