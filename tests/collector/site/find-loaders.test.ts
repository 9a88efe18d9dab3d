import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {test} from "node:test";
import {findLoaders} from "../../../collector/site/find-loaders.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

test("findLoaders() finds what pages and components name, and pages that are made", (t) => {
  const root = temporaryFolder(t);
  for (const [path, text] of Object.entries({
    "src/index.md": 'FileAttachment("data/used.json")',
    "src/components/chart.js": 'FileAttachment("../data/rows.parquet")',
    "src/data/used.json.ts": "",
    "src/data/rows.parquet.js": "",
    "src/data/unused.json.ts": "",
    "src/data/[region].json.ts": "",
    "src/data/types.d.ts": "",
    "src/report.md.ts": "",
    "src/.observablehq/cache/data/used.json.ts": ""
  })) {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), text);
  }
  assert.deepEqual(
    findLoaders(root).sort((a, b) => a.target.localeCompare(b.target)),
    [
      {script: "src/data/rows.parquet.js", target: "data/rows.parquet"},
      {script: "src/data/used.json.ts", target: "data/used.json"},
      {script: "src/report.md.ts", target: "report.md"}
    ]
  );
});
