import {readFileSync} from "node:fs";
import {join} from "node:path";
import {root as checkout} from "./root.ts";

const page = `\`\`\`js
const cube = FileAttachment("data/readings-cube.parquet");
\`\`\``;

/** Files of a fixture site that publishes the cube of readings as Weir's own does. */
export function cubeSite(): Record<string, string> {
  const loaders = ["readings-cube.parquet.ts", "[cube]/[part].parquet.ts"].map((name) => [
    `src/data/${name}`,
    readFileSync(join(checkout, "src/data", name), "utf8").replaceAll("../../loaders/", `${checkout}/loaders/`)
  ]);
  return {"src/index.md": page, ...Object.fromEntries(loaders)};
}
