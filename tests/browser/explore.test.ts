import assert from "node:assert/strict";
import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {test} from "node:test";
import type {Locator, Page} from "playwright-core";
import {fixtureLake, fixtureSettings} from "../support/fixture-lake.ts";
import {siteWithPage} from "../support/site-with-page.ts";
import {waitFor} from "../support/wait-for.ts";
import {watchedSite} from "../support/watched-site.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const minutes = 30 * 1440;

/** Flow and pressure of a sensor by the minute, up to now. */
const readings = `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * (${minutes} - i) AS time, 'plant' AS source, series,
    round(level * (1 + 0.3 * sin(i / 1440 * 2 * pi()) + 0.02 * sin(i * 7.3)), 3) AS value, 'good' AS quality
  FROM range(${minutes}) steps(i), (VALUES ('001/flow', 120.0), ('001/pressure', 4.0)) kinds(series, level)`;

/** So many in a month that a month's are in files of a day. */
const dense = `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 3 SECOND * (${20 * minutes} - i) AS time, 'dense' AS source,
    '002/level' AS series, i % 1000 AS value, 'good' AS quality
  FROM range(${20 * minutes}) steps(i)`;

const isDuckdb = (path: string): boolean => /duckdb|\.wasm$|\.parquet$/.test(path);

const cell = (page: Page, name: string): Locator => page.getByRole("region", {name: `SQL cell ${name}`, exact: true});
const done = (page: Page, name: string): Promise<void> =>
  cell(page, name).and(page.locator("[data-state=done]")).waitFor();
const rows = (page: Page, name: string, count: string | RegExp) =>
  cell(page, name).locator(".cell-result > .chart-subtitle", {hasText: count}).waitFor();

async function write(page: Page, name: string, sql: string): Promise<void> {
  await cell(page, name).locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(sql);
  await page.keyboard.press("Control+Enter");
}

/** Adds a SQL cell at the end. */
async function add(page: Page, name: string, sql: string): Promise<void> {
  await page.getByRole("group", {name: "Add a cell at the end"}).getByRole("button", {name: "SQL"}).click();
  const last = page.locator(".sql-cell").last();
  await last.getByLabel("Name").fill(name);
  await last.getByLabel("Name").press("Enter");
  await write(page, name, sql);
}

/** Notes each cell that runs from now on. */
const watchRuns = (page: Page) =>
  page.evaluate(() => {
    const ran: string[] = [];
    Reflect.set(window, "ran", ran);
    const seen = new MutationObserver((changes) => {
      for (const {target} of changes)
        if ((target as HTMLElement).dataset.state === "running") ran.push((target as HTMLElement).ariaLabel ?? "");
    });
    seen.observe(document.querySelector(".cells")!, {subtree: true, attributes: true, attributeFilter: ["data-state"]});
  });
const ran = (page: Page): Promise<string[]> => page.evaluate(() => Reflect.get(window, "ran"));

const status = (page: Page, text: string | RegExp) => page.locator(".notebook-bar .status", {hasText: text}).waitFor();

const open = (page: Page, name: string, text: string) =>
  page.locator("input[type=file]").setInputFiles({name, mimeType: "application/json", buffer: Buffer.from(text)});

test("explore asks the lake's tables in the browser", async (t) => {
  const lake = fixtureLake(t, {settings: {...fixtureSettings, series: []}});
  await lake.add("readings", readings);
  await lake.add("readings", dense);
  const site = await watchedSite(t, lake.data);

  await t.test("shows the example and its chart without DuckDB, in place and accessible", async () => {
    for (const look of [{width: 1280}, {width: 390, dark: true}]) {
      const {page, complaints, requests} = await site.open("/explore", look);
      await page.locator(".cell-chart svg [aria-label=line] path").waitFor();
      await page.locator(".cm-content").waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += (entry as unknown as {value: number}).value;
            }).observe({type: "layout-shift", buffered: true});
            requestAnimationFrame(() => setTimeout(() => resolve(sum)));
          })
      );
      assert.ok(shift < 0.02, `layout shift ${shift}`);
      assert.deepEqual(requests.filter(isDuckdb), []);
      for (const summary of await page.locator(".explore .chart-data > summary").all()) await summary.click();
      await page.evaluate(await readFile(axe, "utf8"));
      const violations = await page.evaluate(async () => {
        const found = await Reflect.get(window, "axe").run(".explore", {resultTypes: ["violations"]});
        return found.violations.map(({id, nodes}: {id: string; nodes: {html: string}[]}) => `${id}: ${nodes[0]?.html}`);
      });
      assert.deepEqual(violations, []);
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  await t.test("runs what depends on an input, and nothing else; keeps it over a reload", async () => {
    const {page, complaints} = await site.open("/explore");
    await rows(page, "recent", "337 rows");
    await add(page, "apart", "SELECT count(*) AS n FROM readings");
    await done(page, "apart");
    await add(
      page,
      "daily",
      "SELECT date_trunc('day', time) AS day, avg(mean) AS mean FROM recent GROUP BY ALL ORDER BY 1"
    );
    await done(page, "daily");
    await watchRuns(page);
    await page.getByRole("region", {name: "Input cell days"}).locator("input[type=number]").fill("3");
    await rows(page, "recent", "73 rows");
    await rows(page, "daily", /^[45] rows/);
    assert.deepEqual([...new Set(await ran(page))], ["SQL cell recent", "SQL cell daily"]);
    await page.reload();
    await cell(page, "daily").waitFor();
    assert.equal(
      await page.getByRole("region", {name: "Input cell days"}).locator("input[type=number]").inputValue(),
      "3"
    );
    await page.getByRole("button", {name: "Run all"}).click();
    await rows(page, "recent", "73 rows");
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  await t.test("fetches of a large table the files of the days that are asked for, and each of them once", async () => {
    const {page, requests, complaints} = await site.open("/explore");
    const fetched = () => requests.filter((path) => path.includes("/readings-"));
    const dayMs = 86_400_000;
    const midnight = new Date(Math.floor(Date.now() / dayMs - 3) * dayMs).toISOString().slice(0, 10);
    const count = `SELECT count(*) AS n FROM readings WHERE time >= TIMESTAMP '${midnight}'`;
    const result = (name: string) => cell(page, name).locator(".cell-result tbody td").first().textContent();
    await add(page, "day", `${count} AND time < TIMESTAMP '${midnight}' + INTERVAL 1 DAY`);
    await done(page, "day");
    assert.equal((await result("day"))?.replace(/\D/g, ""), `${2 * 1440 + 28_800}`);
    assert.equal(fetched().length, 1, `${fetched()}`);
    await add(page, "everything", "SELECT count(*) AS n FROM readings");
    await done(page, "everything");
    assert.equal((await result("everything"))?.replace(/\D/g, ""), `${22 * minutes}`);
    const all = fetched();
    assert.ok(all.length > 10, `${all}`);
    assert.equal(new Set(all).size, all.length);
    await add(page, "again", `${count} AND time < TIMESTAMP '${midnight}' + INTERVAL 2 DAY`);
    await done(page, "again");
    assert.equal((await result("again"))?.replace(/\D/g, ""), `${2 * (2 * 1440 + 28_800)}`);
    assert.deepEqual(fetched(), all);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  await t.test("reads of a large table the file that the first rows are in", async () => {
    const {page, requests, complaints} = await site.open("/explore");
    await add(page, "first", "SELECT * FROM readings LIMIT 10");
    await rows(page, "first", "10 rows");
    const files = new Set(requests.filter((path) => path.includes("/readings-")));
    assert.equal(files.size, 1, `${[...files]}`);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  await t.test("completes tables, columns, functions and inputs", async () => {
    const {page} = await site.open("/explore");
    await cell(page, "recent").locator(".cm-content").click();
    const offered = page.locator(".cm-tooltip-autocomplete li");
    for (const [text, word] of [
      ["SELECT * FROM hou", "hourly"],
      ["SELECT hourly.me FROM hourly", "mean"],
      ["SELECT time_buck", "time_bucket"],
      [`SELECT \${da`, `\${days}`]
    ] as const) {
      const until = text.indexOf(".me") > 0 ? "SELECT hourly.me".length : text.length;
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(text.slice(until) || " ");
      await page.keyboard.press("Control+Home");
      await page.keyboard.insertText(text.slice(0, until - 1));
      await page.keyboard.type(text[until - 1]!);
      const wanted = offered.filter({hasText: word}).first();
      await waitFor(async () => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+Space");
        // names come when tables and DuckDB have told theirs, which a list that is open does not wait for
        return wanted.waitFor({timeout: 2000}).then(
          () => true,
          () => false
        );
      });
      await page.keyboard.press("Escape");
    }
    await page.context().close();
  });

  await t.test("points at what is wrong, and names a cycle", async () => {
    const {page} = await site.open("/explore");
    await write(page, "recent", "SELECT mean,\n  tme\nFROM hourly");
    const wrong = cell(page, "recent");
    await wrong.getByRole("alert").getByText('Referenced column "tme" not found').waitFor();
    await wrong.getByRole("button", {name: "line 2, column 3"}).click();
    assert.equal(await wrong.locator(".cm-lintRange-error").first().textContent(), "tme");
    await page.locator(".cell-chart").getByText("waits for recent, which failed").waitFor();
    await write(page, "recent", "SELECT * FROM other");
    await add(page, "other", "SELECT * FROM recent");
    await wrong.getByRole("alert").getByText("recent -> other -> recent").waitFor();
    await write(page, "other", "SELECT 1 AS n");
    await rows(page, "recent", "1 row");
    await page.context().close();
  });

  await t.test("stops a question that takes too long, and answers the next", async () => {
    const {page} = await site.open("/explore");
    await write(page, "recent", "SELECT sum(a.i * b.i) AS n FROM range(1000000) a(i), range(1000000) b(i)");
    const stop = cell(page, "recent").getByRole("button", {name: "Stop this cell"});
    await stop.click();
    await cell(page, "recent").getByRole("alert").getByText("stopped").waitFor();
    await write(page, "recent", "SELECT count(*) AS n FROM hourly");
    await rows(page, "recent", "1 row");
    await write(page, "recent", "SELECT * FROM readings");
    await rows(page, "recent", `${(22 * minutes).toLocaleString("en-GB")} rows; the first 20,000`);
    await page.context().close();
  });

  await t.test("moves and deletes cells by keyboard, and takes a deletion back", async () => {
    const {page} = await site.open("/explore");
    const order = () => page.locator(".cell-kind").allTextContents();
    const before = await order();
    const chart = page.locator(".chart-cell");
    await chart.getByRole("button", {name: "Move up"}).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await order(), ["Text", "Input", "Chart", "Input", "SQL"]);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Move up");
    await page.keyboard.press("Alt+Shift+ArrowDown");
    assert.deepEqual(await order(), before);
    await chart.getByRole("button", {name: "Delete this cell"}).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await order(), ["Text", "Input", "Input", "SQL"]);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Undo");
    await page.keyboard.press("Enter");
    assert.deepEqual(await order(), before);
    await page.context().close();
  });

  await t.test("a link opens the same elsewhere, also offline once the tables were read", async () => {
    const {page} = await site.open("/explore");
    await write(
      page,
      "recent",
      `SELECT series, count(*) AS n FROM readings WHERE '001/flow' <= \${series} GROUP BY ALL ORDER BY 1`
    );
    await rows(page, "recent", "3 rows");
    await page.getByRole("button", {name: "Copy link"}).click();
    await page.waitForURL(/#notebook=/);
    const {hash} = new URL(page.url());
    await page.context().close();
    const other = await site.open(`/explore${hash}`);
    await status(other.page, "Opened from a link");
    assert.deepEqual(other.requests.filter(isDuckdb), []);
    await other.page.getByRole("button", {name: "Run all"}).click();
    await rows(other.page, "recent", "3 rows");
    await other.page.locator(".cell-chart svg rect").nth(1).waitFor();
    await other.page.context().setOffline(true);
    await write(other.page, "recent", "SELECT count(*) AS n FROM readings WHERE value > 130");
    await rows(other.page, "recent", "1 row");
    assert.deepEqual(other.complaints, []);
    await other.page.context().close();
  });

  await t.test("a hostile file does nothing, and a wrong one says what is wrong", async () => {
    const {page, complaints, requests} = await site.open("/explore");
    const hostile = {
      version: 1,
      title: '<img src="/nowhere-1" onerror="alert(1)">',
      cells: [
        {
          id: "t",
          kind: "text",
          text: '<img src="/nowhere-2" onerror="alert(1)"><script>alert(1)</script> [x](javascript:alert(1)) ![y](/nowhere-3)'
        },
        {id: "a", kind: "sql", name: '<img src="/nowhere-4">', sql: `SELECT \${alert(1)} FROM read_csv('/nowhere-5')`},
        {
          id: "c",
          kind: "chart",
          source: "a",
          title: '<img src="/nowhere-6">',
          chart: {mark: "line", x: "__proto__", y: "constructor", series: null}
        },
        {
          id: "i",
          kind: "input",
          name: "x",
          label: '<img src="/nowhere-7">',
          input: {type: "select", options: ['<img src="/nowhere-8">'], value: null}
        }
      ]
    };
    await open(page, "hostile.json", JSON.stringify(hostile));
    await status(page, "Opened hostile.json");
    await page.getByRole("button", {name: "Run all"}).click();
    await page.getByRole("alert").getByText("not the name of an input").waitFor();
    assert.equal(await page.locator(".explore :is(img, script)").count(), 0);
    const links = await page.locator(".cell-text a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    assert.deepEqual(links, ["/nowhere-3"]);
    for (const [text, said] of [
      ["x".repeat(600_000), "notebook too large: 600000 bytes"],
      ["{}", "unknown notebook version"],
      [JSON.stringify({...hostile, cells: [{id: "a", kind: "sql", name: "a", sql: 5}]}), "not a text: 5 (cell 1, sql)"]
    ] as const) {
      await open(page, "wrong.json", text);
      await status(page, said);
    }
    assert.deepEqual([complaints, requests.filter((path) => path.includes("nowhere"))], [[], []]);
    await page.context().close();
  });

  await t.test("a notebook exported as a page builds to the same chart", async (t) => {
    const {page} = await site.open("/explore");
    const hostile = `## Costs < 5 and \${alert(1)}\n\n\`\`\`js\nalert(1);\n\`\`\`\n\n<script>alert(1)</script>`;
    await page.getByRole("button", {name: "Edit text"}).click();
    await page.getByLabel("Text in Markdown").fill(hostile);
    await add(
      page,
      "daily",
      `SELECT date_trunc('day', time) AS day, avg(mean) AS mean FROM recent GROUP BY ALL ORDER BY 1`
    );
    await done(page, "daily");
    const drawn = (page: Page) => page.locator("figure.chart svg [aria-label=line] path").first().getAttribute("d");
    const text = (page: Page) => page.locator(".chart-subtitle").first().textContent();
    await page.setViewportSize({width: 1280, height: 900});
    const [before, subtitle] = [await drawn(page), await text(page)];
    const download = page.waitForEvent("download");
    await page.getByRole("button", {name: "Export as page"}).click();
    const markdown = await readFile(await (await download).path(), "utf8");
    const built = await siteWithPage(t, {data: lake.data, name: "exported", markdown});
    const {page: exported, complaints} = await built.open("/exported");
    await exported.locator("figure.chart svg [aria-label=line] path").waitFor();
    assert.equal(await text(exported), subtitle);
    assert.equal(await exported.locator("main script").count(), 0);
    assert.match(
      (await exported.locator("main").textContent()) ?? "",
      /Costs < 5 and \$\{alert\(1\)\}[\s\S]*alert\(1\);[\s\S]*<script>alert\(1\)<\/script>/
    );
    await exported.locator("table tbody tr").nth(3).waitFor();
    const widths = (page: Page) =>
      page
        .locator("figure.chart svg")
        .first()
        .evaluate((svg) => svg.clientWidth);
    const first = await drawn(exported);
    assert.equal(points(first, await widths(exported)), points(before, await widths(page)));
    await exported.getByLabel("Days").fill("3");
    await exported.getByLabel("Days").press("Enter");
    await exported.waitForFunction(
      (d) => (document.querySelector("[aria-label=line] path")?.getAttribute("d") ?? d) !== d,
      first
    );
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});

/** The heights of a path's points, which the width of the picture leaves as they are. */
const points = (d: string | null, width: number): string =>
  `${width > 0} ${(d ?? "")
    .split(/[ML]/)
    .map((point) => point.split(",")[1])
    .join(" ")}`;
