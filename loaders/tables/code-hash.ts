import {createHash} from "node:crypto";
import {readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";

const loaders = dirname(import.meta.dirname);

/** A hash of the sources that decide what published tables and cubes hold. */
export function codeHash(): string {
  const folders = ["tables", "cubes", "lake"].flatMap((name) =>
    readdirSync(join(loaders, name))
      .sort()
      .map((file) => join(loaders, name, file))
  );
  const hash = createHash("sha256");
  for (const path of [
    ...folders,
    join(loaders, "lake.ts"),
    ...["schema", "settings"].map((name) => join(loaders, `../data/${name}.ts`))
  ])
    hash.update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}
