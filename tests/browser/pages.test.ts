import assert from "node:assert/strict";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {fixtureLake, fixtureSettings} from "../support/fixture-lake.ts";
import {sitePages} from "../support/site-pages.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {watchedSite} from "../support/watched-site.ts";

const paths = sitePages().map((page) => (page === "index" ? "/" : `/${page}`));

const minutes = 30 * 1440;

/** Flow and pressure of two sensors by the minute, up to now. */
const readings = `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * (${minutes} - i) AS time, 'plant' AS source, series,
    round(level * (1 + 0.3 * sin(i / 1440 * 2 * pi()) + 0.02 * sin(i * 7.3)), 3) AS value, 'good' AS quality
  FROM range(${minutes}) steps(i),
    (VALUES ('001/flow', 120.0), ('001/pressure', 4.0), ('002/flow', 40.0), ('002/pressure', 5.0)) kinds(series, level)`;

/** More than a table shows at first, some with what would be a part of the page if it were taken for HTML. */
const rejects = Array.from({length: 60}, (_, i) => ({
  time: Date.now() - i * 3_600_000,
  source: i % 3 ? "plant" : "door",
  dataset: "readings",
  reason: i % 2 ? `flow is not a number: ${i}` : "expected 5 fields, found 1",
  position: `frame ${i}`,
  raw: i % 10 ? "x".repeat(300) : `<img src="/nowhere-${i}" onerror="alert(1)">`
}));

const settled = (page: Page) =>
  page.waitForFunction(
    () => !document.querySelector("observablehq-loading") && document.querySelector("#observablehq-main")
  );

/** What a reader would see as broken: parts that failed, sideways scrolling, words that stand for missing data. */
const defects = (page: Page): Promise<string[]> =>
  page.evaluate(() => [
    ...[...document.querySelectorAll(".observablehq--error")].map((part) => `failed: ${part.textContent}`),
    ...(document.documentElement.scrollWidth > innerWidth
      ? [`scrolls sideways: ${document.documentElement.scrollWidth}`]
      : []),
    ...[...document.querySelectorAll("main :not(.observablehq-pre-copy) > svg:not([aria-label], [aria-hidden])")].map(
      ({id}) => `picture without a name: ${id}`
    ),
    ...[...document.querySelectorAll("main button, main th")]
      .filter((part) => !part.textContent?.trim() && !part.getAttribute("aria-label") && !part.getAttribute("title"))
      .map(({outerHTML}) => `without a name: ${outerHTML}`),
    ...[...document.querySelectorAll("main svg[class^=plot] text")].flatMap((label) => {
      const [of, within] = [label.getBoundingClientRect(), label.closest("svg")!.getBoundingClientRect()];
      return of.left < within.left - 1 || of.right > within.right + 1 ? [`cut off: ${label.textContent}`] : [];
    }),
    ...(/\b(undefined|null|NaN|Invalid Date)\b/.exec(
      [...document.querySelectorAll("main > :not(.observablehq-pre-container, pre)")]
        .filter((part) => !part.querySelector("pre, code"))
        .map(({textContent}) => textContent)
        .join(" ")
    ) ?? [])
  ]);

const asksForDuckDB = (path: string): boolean => /duckdb|arrow|\.wasm$|\.parquet$/.test(path);

test("every page is readable in each width and theme, and draws without DuckDB", async (t) => {
  const lake = fixtureLake(t, {settings: {...fixtureSettings, series: []}});
  await lake.add("readings", readings);
  await lake.add("rejects", rejects);
  const site = await watchedSite(t, lake.data);
  for (const path of paths)
    for (const look of [{width: 1280}, {width: 390, dark: true}]) {
      const {page, complaints, requests} = await site.open(path, look);
      await settled(page);
      assert.deepEqual(await defects(page), [], `${path} at ${look.width}`);
      assert.deepEqual(complaints, [], path);
      assert.deepEqual(requests.filter(asksForDuckDB), [], path);
      await page.close();
    }

  await t.test("sensors: says what is simulated, and every chart has its numbers", async () => {
    const {page} = await site.open("/sensors");
    assert.match((await page.locator(".meta").textContent()) ?? "", /Simulated data: plant/);
    const chart = page.locator("figure.chart").first();
    await chart.locator("svg").waitFor();
    await chart.getByText("Show the numbers").click();
    await chart.locator("tbody tr").nth(10).waitFor();
    await page.close();
  });

  await t.test("sensors: the other sensor's charts come at a click", async () => {
    const {page} = await site.open("/sensors");
    await page.getByRole("button", {name: /^Sensor 002/}).click();
    await page.locator("figure.chart h3", {hasText: "002"}).first().waitFor();
    await page.close();
  });

  await t.test("a page that nobody builds again says by itself that it is not current", async () => {
    const {page} = await site.open("/sensors");
    const fresh = page.locator(".freshness");
    await page.clock.install();
    await page.reload();
    await fresh.locator(".dot.good").waitFor();
    await page.clock.fastForward("20:00");
    await fresh.getByText(/Page built 2\d min ago$/).waitFor();
    assert.equal(await fresh.locator(".dot.warn").count(), 0);
    await page.clock.fastForward("03:00:00");
    await fresh.getByText(/Page built 3 h 2\d min ago: not current/).waitFor();
    assert.equal(await fresh.locator(".dot.warn").count(), 2);
    await page.clock.fastForward("24:00:00");
    await fresh.locator(".dot.bad").first().waitFor();
    await page.close();
  });

  await t.test("system: sorts a table by the head that is clicked", async () => {
    const {page} = await site.open("/system");
    const head = page.locator("th", {hasText: "Rows"});
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    const table = page.locator("table", {has: head});
    assert.equal(await table.locator("tbody tr td").first().textContent(), "readings");
    await page.close();
  });

  await t.test("quality: rejects are found by text, source and reason, as text and never as HTML", async () => {
    const {page, complaints, requests} = await site.open("/quality");
    const panel = page.locator(".panel", {has: page.getByRole("searchbox")});
    const found = (text: string) => panel.getByRole("status").getByText(text).waitFor();
    await found("60 of 60 found");
    assert.equal(await panel.locator("tbody tr").count(), 25);
    await panel.getByRole("searchbox").fill("frame nowhere-10");
    await found("1 of 60 found");
    assert.match((await panel.locator("tbody code").first().textContent()) ?? "", /^<img src="\/nowhere-10"/);
    assert.match((await panel.locator("tbody").textContent()) ?? "", /try again: npx weir lake replay --source plant/);
    await panel.getByRole("searchbox").fill("");
    await panel.getByLabel("Source").selectOption("door");
    await found("20 of 60 found");
    await panel.getByLabel("Reason").selectOption("flow is not a number");
    await found("10 of 60 found");
    assert.deepEqual(
      [complaints, requests.filter((path) => path.includes("nowhere")), await panel.locator("img").count()],
      [[], [], 0]
    );
    await page.close();
  });

  await t.test("quality: every series has its strip, and its gaps in numbers", async () => {
    const {page} = await site.open("/quality");
    const chart = page.locator("figure.chart", {hasText: "series are complete"});
    await chart.locator("svg text", {hasText: "001/flow"}).waitFor();
    await chart.getByText("Show the numbers").click();
    const row = chart.locator("tbody tr", {hasText: "001/flow"});
    assert.match((await row.textContent()) ?? "", /^001\/flowplant1 min100\.00 %0/);
    await page.close();
  });
});

test("every page is readable before anything is collected", async (t) => {
  const site = await watchedSite(t, temporaryFolder(t));
  for (const path of paths) {
    const {page, complaints} = await site.open(path, {width: 390});
    await settled(page);
    assert.deepEqual(await defects(page), [], path);
    assert.deepEqual(complaints, [], path);
    await page.close();
  }
});
