import assert from "node:assert/strict";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {test} from "node:test";
import {bundlePages} from "../../../collector/site/bundle/bundle-pages.ts";
import type {AfterTest} from "../../support/after-test.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const page = (imports: string, modules: string[], at = ".") => `<!DOCTYPE html>
<html><head>
${modules.map((module) => `<link rel="modulepreload" href="${at}/${module}">`).join("\n")}
<script type="module">

import {define} from "${at}/_observablehq/client.00000000.js";

define({id: "1", outputs: ["said"], body: async () => {
${imports}
return {said: greet("reader")};
}});

</script></head><body></body></html>`;

const files = {
  "_observablehq/client.00000000.js": "export const cells = []; export const define = (cell) => cells.push(cell);",
  "_import/greet.11111111.js":
    'import {capital} from "./capital.22222222.js"; export const greet = (name) => "Hello, " + capital(name); export const later = () => import("./late.33333333.js");',
  "_import/capital.22222222.js":
    "export const capital = (text) => text[0].toUpperCase() + text.slice(1); export const unused = () => 'nobody asks for this';",
  "_import/late.33333333.js": "export const late = 'came later';",
  "_import/here.44444444.js": "export const here = import.meta.url;"
};

function builtSite(t: AfterTest, pages: Record<string, string>): string {
  const site = temporaryFolder(t);
  for (const [path, text] of Object.entries({"package.json": '{"type": "module"}', ...files, ...pages})) {
    mkdirSync(dirname(join(site, path)), {recursive: true});
    writeFileSync(join(site, path), text);
  }
  return site;
}

/** Runs a page's script as a browser would and returns what its only cell makes. */
async function run(site: string, path: string, inputs: unknown[] = []): Promise<Record<string, unknown>> {
  const script = /<script type="module">(.*)<\/script>/s.exec(readFileSync(join(site, path), "utf8"))![1]!;
  const file = join(site, dirname(path), "run.mjs");
  writeFileSync(file, `${script}\nexport {cells} from "${join(site, "_observablehq/client.00000000.js")}";`);
  const {cells} = (await import(file)) as {cells: {body: (...inputs: unknown[]) => Promise<Record<string, unknown>>}[]};
  return cells.at(-1)!.body(...inputs);
}

const greeting = 'const {greet} = await import("./_import/greet.11111111.js");';

test("bundlePages() joins what a page imports at once, without what nobody uses", async (t) => {
  const site = builtSite(t, {
    "index.html": page(greeting, ["_import/greet.11111111.js", "_import/capital.22222222.js"])
  });
  await bundlePages(site, {cache: join(site, "cache")});
  const html = readFileSync(join(site, "index.html"), "utf8");
  const entry = /import \{m0\} from "\.\/(_import\/pages\/index\.[0-9a-f]{8}\.js)"/.exec(html)![1]!;
  assert.match(html, new RegExp(`<link rel="modulepreload" href="./${entry}">`));
  assert.doesNotMatch(html, /greet\.11111111|capital\.22222222/);
  assert.match(readFileSync(join(site, entry), "utf8"), /Hello, /);
  assert.doesNotMatch(readFileSync(join(site, entry), "utf8"), /nobody asks/);
  assert.deepEqual(await run(site, "index.html"), {said: "Hello, Reader"});
});

test("bundlePages() gives pages that share modules one file for them, at the right address from each folder", async (t) => {
  const modules = ["_import/greet.11111111.js", "_import/capital.22222222.js"];
  const site = builtSite(t, {
    "index.html": page(greeting, modules),
    "deep/er/page.html": page(greeting.replace("./", "../../"), modules, "../..")
  });
  await bundlePages(site, {cache: join(site, "cache")});
  assert.equal(readdirSync(join(site, "_import/shared")).filter((name) => name.startsWith("base.")).length, 1);
  assert.deepEqual(await run(site, "deep/er/page.html"), {said: "Hello, Reader"});
});

test("bundlePages() leaves alone what a page imports later, and modules that ask for their own address", async (t) => {
  const both = `${greeting}\nconst {here} = await import("./_import/here.44444444.js"); globalThis.here = here;\nconst late = () => import("./_import/late.33333333.js");`;
  const site = builtSite(t, {
    "index.html": page(both, ["_import/greet.11111111.js", "_import/here.44444444.js"])
  });
  await bundlePages(site, {cache: join(site, "cache")});
  assert.match(readFileSync(join(site, "index.html"), "utf8"), /import\("\.\/_import\/late\.33333333\.js"\)/);
  await run(site, "index.html");
  assert.match(String(Reflect.get(globalThis, "here")), /_import\/here\.44444444\.js$/);
});

test("bundlePages() makes the same bundle from what it kept, and another when a page imports something else", async (t) => {
  const pages = {"index.html": page(greeting, ["_import/greet.11111111.js"])};
  const first = builtSite(t, pages);
  const cache = join(first, "cache");
  await bundlePages(first, {cache});
  const [kept] = readdirSync(cache);
  const second = builtSite(t, pages);
  await bundlePages(second, {cache});
  assert.deepEqual(readdirSync(cache), [kept]);
  assert.equal(readFileSync(join(second, "index.html"), "utf8"), readFileSync(join(first, "index.html"), "utf8"));
  assert.deepEqual(await run(second, "index.html"), {said: "Hello, Reader"});
  const other = greeting.replace("greet}", "greet}").concat('\nawait import("./_import/capital.22222222.js");');
  const third = builtSite(t, {
    "index.html": page(other, ["_import/greet.11111111.js", "_import/capital.22222222.js"])
  });
  await bundlePages(third, {cache});
  assert.notDeepEqual(readdirSync(cache), [kept]);
});

/** A site whose pages are given d3 by its name, as Framework does it. */
const givenSite = (t: AfterTest, pages: Record<string, string>) =>
  builtSite(t, {
    ...pages,
    "_observablehq/client.00000000.js": `${files["_observablehq/client.00000000.js"]} export const d3 = () => import("../_npm/d3@7.0.0/55555555.js");`,
    "_npm/d3@7.0.0/55555555.js":
      "export const range = (n) => [...Array(n).keys()]; export const sum = (values) => values.reduce((a, b) => a + b); export const unused = 'nobody asks for this';"
  });

const cell = (inputs: string[], body: string) => `<!DOCTYPE html>
<html><head>
<script type="module">

import {define} from "./_observablehq/client.00000000.js";

define({id: "1", inputs: ${JSON.stringify(inputs)}, outputs: ["said"], body: (${inputs.join(",")}) => {
${body}
}});

</script></head><body></body></html>`;

test("bundlePages() gives a page what it uses of a library that it has by name, and no more", async (t) => {
  const site = givenSite(t, {
    "index.html": cell(["data", "d3", "now"], "return {said: d3.sum(d3.range(4)), data, now};")
  });
  await bundlePages(site, {cache: join(site, "cache")});
  const html = readFileSync(join(site, "index.html"), "utf8");
  assert.match(html, /inputs: \["data","now"\], outputs: \["said"\], body: \(data,now\) =>/);
  const entry = /import \{d3\} from "\.\/(_import\/pages\/index\.[0-9a-f]{8}\.js)"/.exec(html)![1]!;
  assert.doesNotMatch(readFileSync(join(site, entry), "utf8"), /nobody asks/);
  assert.deepEqual(await run(site, "index.html", ["some", 12]), {said: 6, data: "some", now: 12});
});

test("bundlePages() leaves a library to Framework that a page hands on, or another of that name", async (t) => {
  const pages = {
    "index.html": cell(["d3"], "return {said: d3.sum([1]), library: d3};"),
    "own.html": cell([], "const d3 = {sum: () => 5}; return {said: d3.sum([1])};")
  };
  const site = givenSite(t, pages);
  await bundlePages(site, {cache: join(site, "cache")});
  for (const [path, html] of Object.entries(pages)) assert.equal(readFileSync(join(site, path), "utf8"), html);
});
