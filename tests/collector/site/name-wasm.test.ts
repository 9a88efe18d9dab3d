import assert from "node:assert/strict";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {test} from "node:test";
import {nameWasm} from "../../../collector/site/name-wasm.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

/** A page that leads to a library's WebAssembly by two scripts, as Framework builds it, and one that does not. */
const filesOf = (wasm: string): Record<string, string> => ({
  "index.html": 'import {f} from "./_import/page.11111111.js"; "./_import/other.22222222.js"',
  "guide/a.html": '"../_import/page.11111111.js"',
  "_import/page.11111111.js": 'import "./components/start.33333333.js"; "dist/engine.wasm"',
  "_import/components/start.33333333.js": 'import.meta.resolve("../../_npm/engine@1.0.0/dist/engine.wasm")',
  "_import/other.22222222.js": "export {}",
  "_npm/engine@1.0.0/dist/engine.wasm": wasm,
  "_npm/other@1.0.0/dist/engine.wasm": "another"
});

async function named(wasm: string, root: string): Promise<Record<string, string>> {
  const site = join(root, wasm);
  for (const [path, text] of Object.entries(filesOf(wasm))) {
    mkdirSync(dirname(join(site, path)), {recursive: true});
    writeFileSync(join(site, path), text);
  }
  await nameWasm(site);
  const paths = readdirSync(site, {recursive: true})
    .map(String)
    .filter((path) => /\.(js|html|wasm)$/.test(path));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(site, path), "utf8")]));
}

const matching = (files: Record<string, string>, pattern: RegExp) =>
  Object.keys(files).find((path) => pattern.test(path)) ?? assert.fail(`${pattern} in ${Object.keys(files).join(" ")}`);

test("nameWasm() names WebAssembly for its content, and anew what leads to it, and nothing else", async (t) => {
  const root = temporaryFolder(t);
  const [one, same, two] = [await named("one", root), await named("one", temporaryFolder(t)), await named("two", root)];
  assert.deepEqual(same, one);
  const wasm = /^_npm\/engine@1\.0\.0\/dist\/engine\.[0-9a-f]{8}\.wasm$/;
  for (const pattern of [wasm, /^_import\/page\./, /^_import\/components\/start\./])
    assert.notEqual(matching(one, pattern), matching(two, pattern));
  for (const files of [one, two]) {
    const [file, page, start] = [wasm, /page\./, /start\./].map((pattern) => matching(files, pattern));
    assert.equal(files[start!], `import.meta.resolve("../../${file}")`);
    assert.equal(files[page!], `import "./components/${start!.split("/")[2]}"; "dist/engine.wasm"`);
    assert.equal(files["index.html"], `import {f} from "./${page}"; "./_import/other.22222222.js"`);
    assert.equal(files["guide/a.html"], `"../${page}"`);
    assert.equal(files["_import/other.22222222.js"], "export {}");
    assert.equal(files[matching(files, /^_npm\/other@1\.0\.0\/dist\/engine\.[0-9a-f]{8}\.wasm$/)], "another");
  }
});
