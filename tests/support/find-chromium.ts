import {chromium} from "playwright-core";
import {findProgram, isExecutable} from "./find-program.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Path of a Chromium: what WEIR_CHROMIUM names, else the first on PATH, else one that `npx playwright-core install
 * chromium` fetched. Undefined when there is none; throws when WEIR_CHROMIUM names something that cannot be run.
 */
export function findChromium({env = process.env, fetched = () => chromium.executablePath()} = {}): string | undefined {
  if (env.WEIR_CHROMIUM) {
    if (isExecutable(env.WEIR_CHROMIUM)) return env.WEIR_CHROMIUM;
    throw new Error(`cannot run WEIR_CHROMIUM: ${env.WEIR_CHROMIUM} (write the path of a Chromium)`);
  }
  return findProgram(names, {env}) ?? [fetched()].find(isExecutable);
}
