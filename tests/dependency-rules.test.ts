import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {copyFileSync, mkdirSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {test} from "node:test";
import {root} from "./support/root.ts";
import {temporaryFolder} from "./support/temporary-folder.ts";

/** What each rule must catch: a file and what it imports. */
const forbidden: [rule: string, from: string, to: string][] = [
  ["schema-imports-nothing", "data/schema.ts", "data/demo/seed.ts"],
  ["schema-imports-nothing", "data/settings.ts", "data/schema.ts"],
  ["loaders-not-collector", "loaders/tiles.ts", "collector/catalog.ts"],
  ["collector-only-pure-loaders", "collector/watch.ts", "loaders/lake.ts"],
  ["models-and-detectors-are-pure", "loaders/forecast/naive.ts", "loaders/lake.ts"],
  ["models-and-detectors-are-pure", "loaders/outliers/value.ts", "node:fs"],
  ["sources-know-only-source-and-schema", "collector/sources/serial.ts", "collector/spool.ts"],
  ["sources-know-only-source-and-schema", "collector/sources/serial.ts", "collector/sources/sqlite.ts"],
  ["sources-know-only-source-and-schema", "collector/sources/serial.ts", "collector/sources/logfile/lines.ts"],
  ["sources-know-only-source-and-schema", "collector/sources/logfile/lines.ts", "collector/lock.ts"],
  ["src-data-alone-imports-loaders", "src/components/chart.ts", "loaders/lake.ts"],
  ["src-data-alone-imports-loaders", "src/components/units.ts", "data/schema.ts"],
  ["src-not-collector", "src/data/tiles.json.ts", "collector/catalog.ts"],
  ["pages-come-last", "collector/serve.ts", "src/components/menu.ts"],
  ["product-not-tests", "collector/build.ts", "tests/support/helper.ts"],
  ["no-dev-dependency-in-product", "collector/print.ts", "a-browser"]
];

/** What every rule must let pass. */
const allowed: [from: string, to: string][] = [
  ["collector/sources/sqlite.ts", "collector/source.ts"],
  ["collector/sources/sqlite.ts", "data/schema.ts"],
  ["collector/sources/sqlite.ts", "collector/sources/shared/rows.ts"],
  ["collector/sources/logfile.ts", "collector/sources/logfile/lines.ts"],
  ["collector/sources/index.ts", "collector/sources/serial.ts"],
  ["collector/detect.ts", "loaders/outliers/stuck.ts"],
  ["collector/merge.ts", "loaders/lake/dataset-query.ts"],
  ["collector/merge.ts", "loaders/lake/revised.ts"],
  ["collector/merge.ts", "loaders/lake/spill-folder.ts"],
  ["collector/servers.ts", "loaders/scaling/walk-plan.ts"],
  ["collector/figures.ts", "loaders/snapshots/figures-of.ts"],
  ["collector/figures.ts", "src/components/snapshot-diff.ts"],
  ["loaders/outliers/stuck.ts", "data/schema.ts"],
  ["loaders/outliers/stuck.ts", "data/settings.ts"],
  ["loaders/forecasts.ts", "loaders/forecast/naive.ts"],
  ["src/data/load.json.ts", "loaders/lake.ts"],
  ["tests/support/helper.ts", "collector/catalog.ts"]
];

test(".dependency-cruiser.cjs catches every import against the design and no other", (t) => {
  const tree = temporaryFolder(t);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), {recursive: true});
    writeFileSync(join(tree, path), text);
  };
  write("package.json", JSON.stringify({devDependencies: {"a-browser": "1"}}));
  write("node_modules/a-browser/package.json", JSON.stringify({name: "a-browser", main: "index.js"}));
  write("node_modules/a-browser/index.js", "module.exports = {};");
  for (const [path, text] of modules()) write(path, text);
  copyFileSync(join(root, "tsconfig.json"), join(tree, "tsconfig.json"));

  const pairs = forbidden.map(([rule, from, to]) => [rule, from, resolved(to)].join(" "));
  assert.deepEqual(violations(tree), pairs.sort());
});

test(".dependency-cruiser.cjs has no rule without an example here", () => {
  const config = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as {forbidden: {name: string}[]};
  const shown = new Set(["no-cycles", ...forbidden.map(([rule]) => rule)]);
  assert.deepEqual(config.forbidden.map(({name}) => name).sort(), [...shown].sort());
});

test(".dependency-cruiser.cjs catches a cycle of imports", (t) => {
  const tree = temporaryFolder(t);
  mkdirSync(join(tree, "loaders"));
  writeFileSync(join(tree, "loaders/a.ts"), 'import "./b.ts";');
  writeFileSync(join(tree, "loaders/b.ts"), 'import type {} from "./a.ts";');
  copyFileSync(join(root, "tsconfig.json"), join(tree, "tsconfig.json"));
  assert.ok(violations(tree).some((violation) => violation.startsWith("no-cycles")));
});

/** The text of each file in the pairs above: its imports, side effects only. */
function modules(): Map<string, string> {
  const texts = new Map<string, string>();
  const add = (path: string, text: string) => texts.set(path, `${texts.get(path) ?? ""}${text}`);
  for (const [from, to] of [...forbidden.map(([, from, to]) => [from, to] as const), ...allowed]) {
    add(from, `import "${to.endsWith(".ts") ? join("../".repeat(from.split("/").length - 1), to) : to}";\n`);
    if (to.endsWith(".ts")) add(to, "");
  }
  return texts;
}

const resolved = (to: string) => (to === "a-browser" ? "node_modules/a-browser/index.js" : to.replace("node:", ""));

/** Every violation in a tree as `rule from to`, sorted. */
function violations(tree: string): string[] {
  const config = join(root, ".dependency-cruiser.cjs");
  const {stdout, stderr} = spawnSync(
    join(root, "node_modules/.bin/depcruise"),
    ["--config", config, "--output-type", "json", "."],
    {cwd: tree, encoding: "utf8"}
  );
  assert.ok(stdout, stderr);
  const {summary} = JSON.parse(stdout) as {summary: {violations: {rule: {name: string}; from: string; to: string}[]}};
  return summary.violations.map(({rule, from, to}) => [rule.name, from, to].join(" ")).sort();
}
