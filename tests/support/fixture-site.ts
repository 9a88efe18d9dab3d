import {cpSync, mkdirSync, symlinkSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {AfterTest} from "./after-test.ts";
import {root as checkout} from "./root.ts";
import {temporaryFolder} from "./temporary-folder.ts";

const config = `
import {offlineLibraries} from ${JSON.stringify(join(checkout, "collector/site/offline-libraries.ts"))};
offlineLibraries();
export default {
  title: "Fixture",
  root: "src",
  output: process.env.WEIR_OUT,
  globalStylesheets: [],
  head: '<link rel="icon" href="data:,">',
  interpreters: {".ts": ["node", "--import", "tsx"]},
  duckdb: {extensions: {json: null, parquet: null}}
};
`;

/** Makes a small site of its own in a temporary folder; `files` are added, by path. Returns its root and a data folder. */
export function fixtureSite(t: AfterTest, files: Record<string, string> = {}): {root: string; data: string} {
  const root = temporaryFolder(t);
  cpSync(join(checkout, "tests/fixtures/site"), root, {recursive: true});
  cpSync(join(checkout, "package.json"), join(root, "package.json"));
  symlinkSync(join(checkout, "node_modules"), join(root, "node_modules"));
  for (const [path, text] of Object.entries({"observablehq.config.ts": config, ...files})) {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), text);
  }
  return {root, data: join(root, "data")};
}
