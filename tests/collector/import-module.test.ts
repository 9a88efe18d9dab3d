import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {type TestContext, test} from "node:test";
import {pathToFileURL} from "node:url";
import {importModule} from "../../collector/import-module.ts";
import {root} from "../support/root.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

/** Writes files into a folder, and imports the first. */
async function imported(t: TestContext, files: Record<string, string>): Promise<{folder: string; value: unknown}> {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  const module = await importModule(join(folder, Object.keys(files)[0]!));
  return {folder, value: module.default};
}

test("importModule() takes TypeScript, JSON and JavaScript that a module imports, in a folder that is no package", async (t) => {
  const {value} = await imported(t, {
    "weir.config.ts": `
      import ports from "./ports.json" with {type: "json"};
      import {path} from "./path.js";
      import {type Rate, rate} from "./lib/rate.ts";
      const chosen: Rate = await Promise.resolve(rate);
      export default {ports, path, chosen, pattern: /^(?<flow>\\d+)$/};`,
    "ports.json": "[1, 2]",
    "path.js": `export const path = "/dev/ttyUSB0";`,
    "lib/rate.ts": "export type Rate = number;\nexport const rate: Rate = 9600;\n"
  });
  assert.deepEqual(value, {ports: [1, 2], path: "/dev/ttyUSB0", chosen: 9600, pattern: /^(?<flow>\d+)$/});
});

test("importModule() leaves a module and those that it imports their own import.meta", async (t) => {
  const names = "[import.meta.url, import.meta.dirname, import.meta.filename]";
  const {folder, value} = await imported(t, {
    "weir.config.mts": `import {inner} from "./lib/inner.ts"; export default [${names}, inner];`,
    "lib/inner.ts": `export const inner = ${names};`
  });
  const expected = (path: string) => [pathToFileURL(path).href, dirname(path), path];
  assert.deepEqual(value, [expected(join(folder, "weir.config.mts")), expected(join(folder, "lib/inner.ts"))]);
});

test("importModule() finds packages from where the importing file stands", async (t) => {
  const {value} = await imported(t, {
    "plant/weir.config.ts": `
      import {hostname} from "node:os";
      import {depth} from "wells";
      export default [typeof hostname, depth];`,
    "node_modules/wells/package.json": `{"exports": {"module": "./bundled.js", "import": "./wells.js"}, "type": "module"}`,
    "node_modules/wells/wells.js": `export const depth = import.meta.url.endsWith("/wells/wells.js") && 7;`,
    "node_modules/wells/bundled.js": "export const depth = 0;"
  });
  assert.deepEqual(value, ["function", 7]);
});

test("importModule() knows defineConfig of this checkout, and other files of its name", async (t) => {
  const ours = JSON.stringify(join(root, "collector/config.ts"));
  const {value} = await imported(t, {
    "weir.config.ts": `
      import {defineConfig} from ${ours};
      import {other} from "./collector/config.ts";
      export default defineConfig({title: other, sources: {}});`,
    "collector/config.ts": `export const other = "another";`
  });
  assert.deepEqual(value, {title: "another", sources: {}});
});

test("importModule() takes JavaScript as it is", async (t) => {
  const {folder, value} = await imported(t, {"weir.config.mjs": "export default import.meta.url;"});
  assert.equal(value, pathToFileURL(join(folder, "weir.config.mjs")).href);
});

test("importModule() says where a mistake is", async (t) => {
  await assert.rejects(imported(t, {"weir.config.ts": "export default {\n  title: = 5\n};"}), /weir\.config\.ts:2:9: /);
  await assert.rejects(
    imported(t, {"weir.config.ts": `import "./missing.ts";`}),
    /weir\.config\.ts:1:7: .*missing\.ts/
  );
  await assert.rejects(imported(t, {"weir.config.ts": `throw new Error("no meter");`}), /^Error: no meter$/);
});
