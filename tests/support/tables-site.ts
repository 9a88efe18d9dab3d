import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {root as checkout} from "./root.ts";

const page = `\`\`\`js
const index = FileAttachment("tables/index.json");
\`\`\``;

/** Files of a fixture site that publishes the tables as Weir's own does. */
export function tablesSite(): Record<string, string> {
  const folder = join(checkout, "src/tables");
  const loaders = readdirSync(folder).map((name) => [
    `src/tables/${name}`,
    readFileSync(join(folder, name), "utf8").replaceAll("../../loaders/", `${checkout}/loaders/`)
  ]);
  return {"src/index.md": page, ...Object.fromEntries(loaders)};
}
