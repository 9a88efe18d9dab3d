import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {pathToFileURL} from "node:url";
import MarkdownIt from "markdown-it";
import {exportPage} from "../../../../src/components/explore/export-page.js";
import type {Cell} from "../../../../src/components/explore/notebook.js";
import {safeMarkdown} from "../../../../src/components/explore/safe-markdown.js";
import {root} from "../../../support/root.ts";
import {chartOf, days, notebookOf, number, select, sql, text} from "./notebook-of.ts";

const markdown = safeMarkdown(MarkdownIt);

const framework = join(root, "node_modules/@observablehq/framework/dist/markdown.js");
const {createMarkdownIt, parseMarkdown} = await import(pathToFileURL(framework).href);

/** What Framework makes of a page: its HTML, and the code that it would run. */
const built = (page: string): {body: string; code: unknown[]; title: string} =>
  parseMarkdown(page, {md: createMarkdownIt({}), path: "/page", source: "/page"});

const result = {
  columns: [
    {name: "day", type: "time" as const, nulls: 0},
    {name: "mean", type: "number" as const, nulls: 0}
  ],
  rows: [1, 2, 3].map((n) => ({day: new Date(Date.UTC(2026, 0, n)), mean: n})),
  count: 3
};
const page = (...cells: Cell[]) =>
  exportPage(notebookOf(...cells), {result: () => result, markdown, tables: ["readings"]});

test("exportPage() writes inputs, questions and charts as blocks that Framework builds", () => {
  const markdown = page(
    text("Some *words*."),
    number("least", 3),
    days("period"),
    select("series", "names", "series", "001"),
    sql("names", "SELECT DISTINCT series FROM readings"),
    sql("daily", `SELECT day, mean FROM Grouped WHERE mean > \${LEAST};`),
    sql("grouped", `SELECT * FROM readings WHERE time >= \${period.from} AND series = \${series}`),
    chartOf("daily", "The mean")
  );
  assert.ok(!built(markdown).body.includes("observablehq--error"));
  assert.equal(built(markdown).code.length, 8);
  for (const part of [
    '---\ntitle: "Test"\ntoc: false\n---\n\n# Test\n',
    "\n\nSome *words*.\n\n",
    'const least = view(Inputs.range([0, 100], {label: "least", step: 1, value: 3}));',
    'Inputs.form({from: Inputs.date({label: "period from", value: "2026-01-01"}), to: Inputs.date({label: "before", value: "2026-02-01"})})',
    '[...new Set(names.flatMap((row) => row["series"] ?? []).map(String))], {label: "series", value: "001"}',
    `\`\`\`sql id=daily\nWITH grouped AS (\nSELECT * FROM readings WHERE time >= \${period.from} AND series = \${series}\n)\nSELECT day, mean FROM Grouped WHERE mean > \${least}\n\`\`\``,
    "Plot.lineY(daily, {",
    'title: "The mean"'
  ])
    assert.ok(markdown.includes(part), `${part}\n--- not in\n${markdown}`);
});

test("exportPage() shows the rows of a question that nothing else shows", () => {
  const markdown = page(sql("a", "SELECT 1"), sql("b", "FROM a"));
  assert.match(markdown, /```sql id=a\n/);
  assert.match(markdown, /```sql id=b display\n/);
});

test("exportPage() says what has to be put right first", () => {
  assert.throws(
    () => page(sql("a", "FROM b"), sql("b", "FROM a")),
    /^Error: [ab]: cells that need one another: a -> b -> a/
  );
  assert.throws(() => page(sql("a", `SELECT \${fetch('/x')}`)), /^Error: a: not the name of an input/);
  assert.throws(() => page(sql("a); alert(1", "SELECT 1")), /invalid name/);
  assert.throws(
    () => exportPage(notebookOf(sql("a", "SELECT 1"), chartOf("a")), {result: () => null, markdown}),
    /^Error: no result to draw: a \(run the notebook first\)/
  );
});

const hostile = [
  "<script>alert(1)</script>",
  "a <img src=x onerror=alert(1)> b",
  `\${alert(1)}`,
  `words \${alert(1)} and \`\${code}\` and \\\${alert(1)}`,
  "```js\nalert(1)\n```",
  "``` JS echo\nalert(1)\n\nalert(2)\n```",
  "~~~sql id=x\nSELECT 1\n~~~",
  "> ```js\n> alert(1)\n> ```",
  `- \`\`\`html\n  <b>\${alert(1)}</b>\n  \`\`\``,
  "1. one\n\n   ```tex\n   x\n   ```\n",
  `    indented \${alert(1)}\n    <b>`,
  "<div>\n\nwords\n\n</div>\n\n```mermaid\ngraph\n```",
  "<!--\n\n```js\nalert(1)\n```\n\n-->",
  `# <b>Head</b> \${x}\n===`,
  `| a | b |\n|---|---|\n| \${x} | <i> |`,
  "[x]: <javascript:alert(1)>\n\n[x] [y](javascript:alert(1)) [z](vbscript:x) ![i](http://elsewhere/i.png)",
  "[a](data:text/html,<script>alert(1)</script>)",
  "---\nhead: <script>alert(1)</script>\n---",
  "```js\nunclosed",
  "\u2028```js\nalert(1)\n```"
];

test("markdown.page() leaves nothing that Framework would run or take for HTML", () => {
  for (const source of [...hostile, hostile.join("\n\n"), hostile.toReversed().join("\n\n")]) {
    const {body, code} = built(`# Page\n\n${markdown.page(source)}\n`);
    assert.deepEqual(code, [], source);
    assert.ok(
      !/<(script|img|b|i|div)\b|javascript:alert\(1\)"|onerror=alert\(1\)>(?!.*&gt;)/i.test(body),
      `${source}\n${body}`
    );
  }
});

test("markdown.html() shows HTML as text and follows no other links than to pages", () => {
  assert.equal(markdown.html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
  assert.ok(!/<(script|img|b|div)\b|href="(?!https?:|\.|#)/i.test(markdown.html(hostile.join("\n\n"))));
  for (const link of ["https://example.org/a", "./sensors", "#part", "sensors?range=7d"])
    assert.ok(markdown.html(`[x](${link})`).includes(`href="${link}"`), link);
  for (const link of ["javascript:alert(1)", "//elsewhere.org", "data:text/html,x", "JaVaScRiPt:x", "blob:x"])
    assert.ok(!markdown.html(`[x](${link})`).includes("href"), link);
});
