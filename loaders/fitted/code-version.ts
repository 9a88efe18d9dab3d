import {createHash} from "node:crypto";
import {readdirSync, readFileSync} from "node:fs";
import {join, relative} from "node:path";

/**
 * A hash of the sources of the models: it changes with anything that what they have learnt may depend on.
 *
 * @param loaders the folder `loaders`
 */
export function codeVersion(loaders: string): string {
  const hash = createHash("sha256");
  for (const folder of ["forecast", "math"].map((name) => join(loaders, name))) {
    const entries = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
    const paths = entries.map(({parentPath, name}) => join(parentPath, name)).sort();
    for (const path of paths) hash.update(relative(loaders, path)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
