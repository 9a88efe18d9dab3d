import assert from "node:assert/strict";
import {once} from "node:events";
import {cpSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {type AfterTest, afterTest} from "../support/after-test.ts";
import {launchBrowser} from "../support/chromium.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {fixtureSite} from "../support/fixture-site.ts";
import {freePort} from "../support/free-port.ts";
import {root as checkout} from "../support/root.ts";
import {startPreview} from "../support/start-preview.ts";
import {tablesSite} from "../support/tables-site.ts";
import {waitFor} from "../support/wait-for.ts";

const page = `---
title: Load
style: look.css
---

# Load at first

\`\`\`js
import {shown} from "./components/shown.js";
const rows = FileAttachment("data/load.json").json();
\`\`\`

<p id="result">\${shown(rows.length)}</p>
`;

const files = {
  "src/load.md": page,
  "src/look.css": '@import "./parts/heading.css";\n',
  "src/parts/heading.css": "h1 { color: rgb(1, 1, 1); }\n",
  "src/components/shown.ts": `export const shown = (count: number): string => count + " rows";\n`,
  "src/data/load.json.ts": `import {rows} from "../../loaders/rows.ts";\nconsole.log(JSON.stringify(rows));\n`,
  "loaders/rows.ts": "export const rows: number[] = [1, 2];\n"
};

interface Preview {
  page: Page;
  url: string;
  /** Puts something else in a file's place of something. */
  edit(path: string, from: string, to: string): void;
}

async function openPreview(t: AfterTest, site: {root: string; data: string}, path: string): Promise<Preview> {
  const port = await freePort();
  const child = startPreview(t, {...site, port});
  const url = `http://127.0.0.1:${port}`;
  await waitFor(async () => (await fetch(url + path)).ok, {message: "the preview"});
  const page = await (await launchBrowser(t)).newPage();
  page.setDefaultTimeout(0); // a loaded machine starts a preview in its own time
  afterTest(t, async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  });
  await page.goto(url + path);
  return {
    page,
    url,
    edit(path, from, to) {
      const file = join(site.root, path);
      const text = readFileSync(file, "utf8");
      assert.ok(text.includes(from), `${path}: ${from}`);
      writeFileSync(
        file,
        text.replace(from, () => to)
      );
    }
  };
}

test("dev() shows pages, components and loaders anew when they are saved, and what has to be mended", async (t) => {
  const {page, edit, url} = await openPreview(t, fixtureSite(t, files), "/load");
  const result = (text: string) => page.locator("#result", {hasText: text}).waitFor();
  const panel = page.locator("weir-problems section");
  const headingIs = (color: string) =>
    page.waitForFunction((color) => getComputedStyle(document.querySelector("h1")!).color === color, color);
  await result("2 rows");
  await headingIs("rgb(1, 1, 1)");

  edit("src/load.md", "at first", "as saved");
  await page.locator("h1", {hasText: "Load as saved"}).waitFor();
  edit("src/components/shown.ts", ' rows"', ' readings"');
  await result("2 readings");
  edit("loaders/rows.ts", "[1, 2]", "[1, 2, 3]");
  await result("3 readings");
  edit("src/parts/heading.css", "h1", "h2");
  await headingIs("rgb(0, 0, 0)");
  edit("src/parts/heading.css", "h2 { color: rgb(1, 1, 1)", "h1 { color: rgb(2, 2, 2)");
  await headingIs("rgb(2, 2, 2)");
  edit("src/look.css", '.css";', '.css";\nh1 { color: rgb(3, 3, 3); }');
  await headingIs("rgb(3, 3, 3)");
  assert.equal(await panel.count(), 0);

  edit(
    "src/data/load.json.ts",
    "console.log",
    'console.error("no valve");\nthrow new Error("it is closed");\nconsole.log'
  );
  await panel.waitFor();
  const failed = await panel.innerText();
  assert.match(failed, /src\/data\/load\.json\.ts: loader failed \(exit code 1\)/);
  assert.match(failed, /no valve[\s\S]*Error: it is closed/);
  edit("src/data/load.json.ts", 'throw new Error("it is closed");', "");
  await panel.waitFor({state: "detached"});
  await result("3 readings");

  edit("src/load.md", "title: Load", "title: Load: today");
  await panel.filter({hasText: "src/load.md:2:8: front matter cannot be read"}).waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({state: "detached"});
  edit("src/load.md", "title: Load: today", "title: Load");
  edit("src/load.md", "rows.length", "rows.length +");
  await panel.filter({hasText: "syntax error: unexpected token"}).waitFor();
  edit("src/load.md", "rows.length +", "rows.length");
  await panel.waitFor({state: "detached"});

  assert.match((await (await fetch(`${url}/api/stats`)).json()).error, /no collector/);
});

test("dev() tells why the preview stopped, and starts it again when the configuration is mended", async (t) => {
  const {page, edit} = await openPreview(t, fixtureSite(t, files), "/load");
  await page.locator("#result", {hasText: "2 rows"}).waitFor();
  edit("observablehq.config.ts", "export default {", "throw new Error('not yet');\nexport default {");
  await page.reload().catch(() => {});
  await page.locator("weir-problems section", {hasText: "not yet"}).waitFor();
  edit("observablehq.config.ts", "throw new Error('not yet');\n", "");
  await page.locator("#result", {hasText: "2 rows"}).waitFor();
});

test("dev() shows the page of docs/edit-pages.md with its filter, chart and table", async (t) => {
  const lake = fixtureLake(t);
  await lake.add(
    "readings",
    `SELECT TIMESTAMP '2026-01-10' + to_minutes(10 * i::BIGINT) AS time, 'plant' AS source,
       ['001/flow', '002/flow'][1 + i % 2] AS series, (i % 144)::DOUBLE AS value, 'good' AS quality FROM range(600) r(i)`
  );
  const text = readFileSync(join(checkout, "docs/edit-pages.md"), "utf8");
  const [, example] = /^````md\n(.*?)^````$/ms.exec(text)!;
  const {root} = fixtureSite(t, {...tablesSite(), "src/water-use.md": example!});
  cpSync(join(checkout, "src/components"), join(root, "src/components"), {recursive: true});
  const {page} = await openPreview(t, {root, data: lake.data}, "/water-use");
  await page.locator("figure.chart svg").first().waitFor();
  await page.locator("p", {hasText: "001/flow averaged"}).waitFor();
  await page.locator("select").selectOption("002/flow");
  await page.locator("figure.chart", {hasText: "002/flow by the hour"}).waitFor();
  assert.ok((await page.locator("table tbody tr").count()) > 10);
});
