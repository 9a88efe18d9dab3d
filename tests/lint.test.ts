import {spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {root} from "./support/root.ts";

const trees = ["collector", "loaders", "data/schema.ts", "data/settings.ts", "data/demo", "src", "tests", "bench"];
const settings = ["weir.config.ts", "observablehq.config.ts"];

test("biome finds nothing to say: neither errors, nor warnings, nor another format", () => {
  passes("biome", ["check", "--error-on-warnings"]);
});

test("tsc accepts every TypeScript file", () => {
  passes("tsc", []);
});

test("depcruise finds no import against the rules of the design", () => {
  const paths = [...trees, ...settings].filter((path) => existsSync(join(root, path)));
  passes("depcruise", ["--config", ".dependency-cruiser.cjs", ...paths]);
});

function passes(tool: string, args: string[]): void {
  const program = join(root, "node_modules/.bin", tool);
  const {status, stdout, stderr} = spawnSync(program, args, {cwd: root, encoding: "utf8"});
  if (status !== 0) throw new Error(`${tool} ${args.join(" ")}\n${stdout}${stderr}`);
}
