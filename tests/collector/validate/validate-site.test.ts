import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {mistakeLine} from "../../../collector/validate/mistake.ts";
import {validateSite} from "../../../collector/validate/validate-site.ts";
import {writtenSite} from "../../support/written-site.ts";

const kpi = `
export interface Kpi {
  label: string | Node;
  value: number | null;
  trend?: readonly (number | null)[];
  tone?: "plain" | "warn";
  parts?: {name: string; share: number}[];
}
export function kpi({label, value}: Kpi): HTMLElement { return document.createElement("p"); }
export const kpis = (items: Kpi[], {columns = 2}: {columns?: number} = {}): HTMLElement[] => items.map(kpi);
`;

/** What is said of these pages beside a component, a table, an image and a loader that are as they should be. */
async function said(t: TestContext, pages: Record<string, string>): Promise<string[]> {
  const root = writtenSite(t, {
    "src/index.md": `# Home\n\n![A mark](./mark.svg) [Load](./load#today)\n`,
    "src/load.md": `# Load\n`,
    "src/mark.svg": "<svg/>",
    "src/components/kpi.ts": kpi,
    "src/data/readings.csv": "time,series,value\n2026-01-01T00:00:00,north,1.5\n",
    ...Object.fromEntries(Object.entries(pages).map(([path, text]) => [`src/${path}`, text]))
  });
  const {mistakes} = await validateSite({root, data: join(root, "data")});
  return mistakes.map(mistakeLine);
}

test("validateSite() finds nothing wrong with a page that uses what there is", async (t) => {
  const page = `---
title: "Load: today"
toc: {show: true, label: On this page}
keywords: [load, north]
sql:
  readings: ./data/readings.csv
---

# \${title}

\`\`\`js
import {kpi as tile, kpis} from "./components/kpi.js";
const title = "Load";
const rows = await FileAttachment("data/readings.csv").csv({typed: true});
const shown = view(Inputs.select(["north", "south"]));
\`\`\`

\`\`\`sql id=found
SELECT time, avg(value) AS mean FROM readings WHERE series = \${shown} GROUP BY time
\`\`\`

\`\`\`ts
const typed: number = rows.length;
\`\`\`

<div>\${tile({label: html\`<a href="./index">x</a>\`, value: d3.mean(found, (row) => row.mean)})}</div>

\${kpis(rows.map(({value}) => ({label: "a", value, tone: value > 1 ? "warn" : "plain"})), {columns: typed})}

\`\`\`js run=false
this is (not code
\`\`\`

[Home](/) [elsewhere](https://example.org) [data](./data/readings.csv) [stats](/api/stats) [here](#load)
`;
  assert.deepEqual(await said(t, {"load.md": page}), []);
});

test("validateSite() names mistakes in front matter, which would be published as text", async (t) => {
  const found = await said(t, {
    "load.md": "---\ntitle: Load: today\n---\n",
    "a.md": "---\ntilte: Load\ntoc: 3\nsql:\n  gone: ./data/gone.parquet\n---\n",
    "b.md": "---\ntitle: Load\n",
    "c.md": "---\n- title\n---\n"
  });
  assert.deepEqual(found, [
    "src/a.md:2:1: unknown setting: tilte (did you mean title?)",
    "src/a.md:3:6: wrong kind of value: toc (write true, false, or show and label)",
    "src/a.md:5:9: file not found: data/gone.parquet (add the file src/data/gone.parquet, or a loader src/data/gone.parquet.ts that prints it)",
    "src/b.md:1:1: front matter without an end (write --- on a line of its own below it)",
    "src/c.md:2:1: front matter cannot be read: no settings (write lines such as title: Load)",
    `src/load.md:2:8: front matter cannot be read: nested mappings are not allowed in compact mappings (put a text with a colon in quotes, as in title: "Load: today")`
  ]);
});

test("validateSite() binds SQL to the columns of a page's tables, and finds the place of an error", async (t) => {
  const sql = (query: string) =>
    `---\nsql: {readings: ./data/readings.csv}\n---\n\n\`\`\`sql id=rows\n${query}\n\`\`\`\n`;
  const found = await said(t, {
    "a.md": sql("SELECT 'é', valeu\nFROM readings"),
    "b.md": sql(`SELECT \${1}, \${'a b'} AS x,\n  date_trnc('hour', time) FROM readings`),
    "c.md": sql("SELECT time FROM readngs"),
    "d.md": sql("SELECT FROM GROUP"),
    "e.md": "```js\nconst rows = await sql`SELECT 1 AS a, b\nFROM readings`;\n```\n"
  });
  assert.deepEqual(found, [
    "src/a.md:6:13: unknown column: valeu (did you mean value?)",
    "src/b.md:7:3: unknown function: date_trnc (did you mean date_trunc?)",
    "src/c.md:6:18: unknown table: readngs (did you mean readings?)",
    'src/d.md:6:13: SQL cannot run: syntax error at or near "GROUP"',
    "src/e.md:3:6: unknown table: readings (name it under sql in the front matter, as in readings: ./data/readings.parquet)"
  ]);
});

test("validateSite() finds files, pages, images, modules and names that do not exist", async (t) => {
  const page = `[a](./laod) ![b](mrak.svg) <a href="/nowhere/">c</a>

\`\`\`js
import {kpi, kpix} from "./components/kpi.js";
import {chart} from "./components/chrt.js";
const rows = FileAttachment("data/reading.csv").csv();
display(html\`<p><a class="x" href="./index#top">d</a> <a href='./indx'>e</a> <a href=\${kpi}>f</a>\`);
\`\`\`

- a list with \${roows.length} and

  \`\`\`js
  const mistaken = kpi + ttle;
  \`\`\`
`;
  assert.deepEqual(await said(t, {"load.md": page}), [
    "src/load.md:1:5: page not found: ./laod (did you mean /load?)",
    "src/load.md:1:18: file not found: mrak.svg (did you mean mark.svg?)",
    "src/load.md:1:37: page not found: /nowhere/ (weir new page nowhere makes it)",
    "src/load.md:4:14: not exported: kpix (did you mean kpi?)",
    "src/load.md:5:21: module not found: ./components/chrt.js (did you mean ./components/kpi.js?)",
    "src/load.md:6:29: file not found: data/reading.csv (did you mean data/readings.csv?)",
    "src/load.md:7:64: page not found: ./indx (did you mean /index?)",
    "src/load.md:10:17: unknown name: roows (did you mean rows?)",
    "src/load.md:13:26: unknown name: ttle (define it in a cell of the page, or import it)"
  ]);
});

test("validateSite() finds options that a component does not have, lacks, or wants otherwise", async (t) => {
  const page = `\`\`\`js
import {kpi, kpis} from "./components/kpi.js";
kpi({label: "a", vlaue: 1});
kpi({label: "a"});
kpi({...{}, label: 1, tone: "wran", trend: 3});
kpi();
kpis([1].map((value) => ({label: "a", value, parts: [{name: "n", shre: 1}]})), {colums: 2});
const other = (kpi) => kpi({anything: 1});
\`\`\`
`;
  assert.deepEqual(await said(t, {"load.md": page}), [
    "src/load.md:3:18: unknown option: vlaue of kpi (did you mean value?)",
    "src/load.md:4:5: missing option: value of kpi",
    "src/load.md:5:20: wrong kind of value: label of kpi (write a text, or an element)",
    "src/load.md:5:29: wrong kind of value: tone of kpi (did you mean warn?)",
    "src/load.md:5:44: wrong kind of value: trend of kpi (write a list)",
    "src/load.md:6:1: missing arguments: kpi takes 1, and gets 0",
    "src/load.md:7:66: unknown option: shre of parts of kpis (did you mean share?)",
    "src/load.md:7:81: unknown option: colums of kpis (did you mean columns?)"
  ]);
});

test("validateSite() finds code that cannot be parsed and names that two cells define", async (t) => {
  const found = await said(t, {
    "a.md": `# \${1 + }\n\n~~~js\nlet x = ;\n~~~\n\n~~~ts\nlet y: = 3;\n~~~\n\n\${a b}\n`,
    "b.md": "```js\nconst rows = [];\n```\n\n```sql id=rows\nSELECT 1\n```\n",
    "components/broken.ts": "export const a = (;\n"
  });
  assert.deepEqual(found, [
    "src/a.md:1:9: syntax error: unexpected token",
    "src/a.md:4:9: syntax error: unexpected token",
    'src/a.md:8:8: syntax error: unexpected "="',
    "src/a.md:11:5: syntax error: unexpected token",
    "src/b.md:6:1: defined twice: rows (line 2 defines it too; give one of them another name)",
    'src/components/broken.ts:1:19: syntax error: unexpected ";"'
  ]);
});

test("validateSite() finds what the menu lacks and what nothing reads", async (t) => {
  const root = writtenSite(t, {
    "observablehq.config.ts": `export default {pages: [{name: "Home", path: "/index"}, {name: "A", pages: [{name: "L", path: "/lod"}]}]};\n`,
    "src/index.md": `Home \${FileAttachment("data/used.json").href}\n`,
    "src/load.md": "# Load\n",
    "src/draft.md": "---\ndraft: true\n---\n",
    "src/data/used.json.js": "console.log(1);\n",
    "src/data/unused.json.js": "console.log(1);\n"
  });
  const {mistakes, pages} = await validateSite({root, data: root});
  assert.equal(pages, 3);
  assert.deepEqual(mistakes.map(mistakeLine), [
    "observablehq.config.ts:1:95: page not found: /lod (did you mean /load?)",
    'src/data/unused.json.js:1:1: unused loader: nothing reads data/unused.json (read it with FileAttachment("data/unused.json"), or remove it)',
    'src/load.md:1:1: not in the menu: /load (add {name: "…", path: "/load"} to pages in observablehq.config.ts, or draft: true to its front matter)'
  ]);
});

test("validateSite() runs a loader once to know its columns, and says what it could not check", async (t) => {
  const sql = (name: string) => `---\nsql: {t: ./data/${name}.csv}\n---\n\n\`\`\`sql\nSELECT flwo FROM t\n\`\`\`\n`;
  const root = writtenSite(t, {
    "src/index.md": sql("made"),
    "src/failing.md": sql("failing"),
    "src/data/made.csv.js": `require("fs").appendFileSync("runs", "x"); console.log("time,flow\\n1,2");\n`,
    "src/data/failing.csv.js": `throw new Error("no lake here");\n`
  });
  for (let i = 0; i < 2; i++) {
    const {mistakes, unchecked} = await validateSite({root, data: root});
    assert.deepEqual(mistakes.map(mistakeLine), ["src/index.md:6:8: unknown column: flwo (did you mean flow?)"]);
    assert.equal(unchecked.length, 1);
    assert.match(unchecked[0]!, /^src\/failing\.md: SQL over t \(/);
  }
  assert.equal(readFileSync(join(root, "runs"), "utf8"), "x");
});
