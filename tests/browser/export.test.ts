import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {Locator, Page} from "playwright-core";
import {connectDuckDB, literal} from "../../collector/duckdb.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {pictureColours} from "../support/picture-colours.ts";
import {plantReadings} from "../support/plant-readings.ts";
import {pngChunks} from "../support/png-chunks.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {watchedSite} from "../support/watched-site.ts";

const accents = {light: "11,111,133", dark: "79,192,214"};
const panels = {light: "255,255,255", dark: "19,27,32"};

/** Saves a chart's file of one format and gives its path back. */
async function saved(page: Page, chart: Locator, format: string, folder: string): Promise<string> {
  const coming = page.waitForEvent("download");
  await chart.getByRole("button", {name: /^Download/}).click();
  await chart.getByRole("menuitem", {name: format}).click();
  const download = await coming;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

const dataUrl = (path: string, type: string): string => `data:${type};base64,${readFileSync(path).toString("base64")}`;

test("a chart's files are read by those who read such files, and say what they show", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("readings", plantReadings(4));
  const site = await watchedSite(t, lake.data);
  const folder = temporaryFolder(t);
  const {id} = new Snapshots(lake.data).current()!;
  const {page, complaints, requests} = await site.open("/sensors?tz=Europe%2FLondon");
  const chart = page.locator("figure.chart", {hasText: "10-minute means"}).first();
  await chart.locator(".chart-body svg").waitFor();
  const title = (await chart.locator("h3").textContent())!;
  const connection = await connectDuckDB();
  t.after(() => connection.closeSync());
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const lazy = () =>
    requests.filter((path) => /download-menu|export-(csv|parquet|png|svg)|hyparquet-writer/.test(path));

  assert.deepEqual(lazy(), [], "nothing of it is fetched before it is wanted");
  const before = requests.length;
  const files: Record<string, string> = {};
  for (const format of ["PNG", "SVG", "CSV", "Parquet"]) files[format] = await saved(page, chart, format, folder);
  assert.ok(
    requests.slice(before).some((path) => path.endsWith(".js")),
    "it is fetched when it is"
  );

  await t.test("they are called for page, chart and snapshot", () => {
    for (const [format, path] of Object.entries(files)) {
      const name = path.slice(folder.length + 1);
      assert.ok(/^weir-sensors-flow/.test(name) && name.endsWith(`-${id}.${format.toLowerCase()}`), name);
    }
  });

  await t.test("CSV and Parquet hold the same typed rows, in DuckDB", async () => {
    const csv = `read_csv(${literal(files.CSV!)})`;
    const parquet = `read_parquet(${literal(files.Parquet!)})`;
    const columns = await rows(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${csv})`);
    assert.deepEqual(
      columns.slice(0, 2).map(({column_name, column_type}) => [column_name, column_type]),
      [
        ["From", "TIMESTAMP WITH TIME ZONE"],
        ["Measured, m³/h", "DOUBLE"]
      ]
    );
    const types = await rows(`SELECT column_type FROM (DESCRIBE SELECT * FROM ${parquet})`);
    assert.match(String(types[0]!.column_type), /^TIMESTAMP/);
    assert.equal(types[1]!.column_type, "DOUBLE");
    const compared = await rows(`
      SELECT count(*) AS n, count(*) FILTER (a."Measured, m³/h" IS NOT DISTINCT FROM b."Measured, m³/h") AS same
      FROM ${csv} a JOIN ${parquet} b ON epoch_ms(a."From") = epoch_ms(b."From")`);
    assert.equal(compared[0]!.same, compared[0]!.n);
    assert.ok(Number(compared[0]!.n) > 200);
    const [first] = await rows(`SELECT weir_snapshot, weir_about FROM ${csv} LIMIT 1`);
    assert.equal(first!.weir_snapshot, id);
    assert.match(String(first!.weir_about), /filters: tz=Europe\/London; .*source: plant \(simulated\)/);
    const facts = await rows(
      `SELECT key::VARCHAR AS key, value::VARCHAR AS value FROM parquet_kv_metadata(${literal(files.Parquet!)})`
    );
    const fact = new Map(facts.map(({key, value}) => [key, value]));
    assert.equal(fact.get("weir.snapshot"), id);
    assert.equal(fact.get("weir.filters"), "tz=Europe/London");
    assert.match(String(fact.get("weir.period")), /^\d{4}-\d\d-\d\dT.*Z to \d{4}-/);
  });

  await t.test("PNG has two pixels for each of the screen's, the chart's colours, and its texts", async () => {
    const {width, texts} = pngChunks(readFileSync(files.PNG!));
    const box = (await chart.boundingBox())!;
    assert.equal(width, Math.ceil(box.width) * 2);
    assert.equal(texts.title, title);
    assert.equal(texts.snapshot, id);
    assert.equal(texts.filters, "tz=Europe/London");
    const {counts, corner} = await pictureColours(page, dataUrl(files.PNG!, "image/png"));
    assert.equal(corner, panels.light);
    assert.ok((counts[accents.light] ?? 0) > 500, JSON.stringify(counts[accents.light]));
  });

  await t.test("SVG stands alone: nothing of the page's styles, and the same picture", async () => {
    const text = readFileSync(files.SVG!, "utf8");
    assert.doesNotMatch(text, /var\(|\sclass=|\sstyle=|<style|<script|light-dark|color-mix|href="http/);
    const found = await page.evaluate((source) => {
      const svg = new DOMParser().parseFromString(source, "image/svg+xml");
      const facts = Object.fromEntries(
        [...svg.querySelectorAll("metadata > *")].map(({localName, textContent}) => [localName, textContent])
      );
      return {
        broken: svg.querySelector("parsererror")?.textContent ?? null,
        title: svg.querySelector("title")?.textContent,
        snapshot: facts.snapshot,
        filters: facts.filters,
        texts: [...svg.querySelectorAll("text")].map(({textContent}) => textContent).join(" ")
      };
    }, text);
    assert.equal(found.broken, null);
    assert.equal(found.title, title);
    assert.equal(found.snapshot, id);
    assert.equal(found.filters, "tz=Europe/London");
    assert.match(found.texts, new RegExp(`snapshot ${id}`));
    const {counts, corner} = await pictureColours(page, dataUrl(files.SVG!, "image/svg+xml"));
    assert.equal(corner, panels.light);
    assert.ok((counts[accents.light] ?? 0) > 100, JSON.stringify(counts[accents.light]));
  });

  await t.test("the menu works by keyboard, leaves its chart in sight, and fits a phone", async () => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({width, height: 900});
      const button = chart.getByRole("button", {name: /^Download/});
      const menu = chart.getByRole("menu");
      await button.focus();
      await page.keyboard.press("ArrowDown");
      await menu.waitFor();
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      const focused = () => page.evaluate(() => document.activeElement?.textContent?.split(" ")[0]);
      assert.equal(await focused(), "PNG");
      await page.keyboard.press("End");
      assert.equal(await focused(), "Parquet");
      await page.keyboard.press("ArrowDown");
      assert.equal(await focused(), "PNG");
      const [open, body] = [(await menu.boundingBox())!, (await chart.locator(".chart-body").boundingBox())!];
      assert.ok(open.y >= body.y + body.height, "below the chart");
      assert.ok(open.x >= 0 && open.x + open.width <= width, "on the screen");
      await page.keyboard.press("Escape");
      await menu.waitFor({state: "hidden"});
      assert.match((await focused()) ?? "", /^Download/);
    }
  });

  await t.test("every chart with a table has all four files, every tile and chart its freshness", async () => {
    for (const figure of await page.locator("figure.chart:has(details)").all()) {
      await figure.getByRole("button", {name: /^Download/}).click();
      await figure.getByRole("menu").waitFor();
      assert.equal(await figure.getByRole("menuitem").count(), 4);
      await page.keyboard.press("Escape");
    }
    for (const part of await page.locator("figure.chart, .tile").all())
      assert.match(await part.locator(".fresh-words").innerText(), /^Observed through .*; its limit is \d/);
  });

  await t.test("in the dark, pictures are dark, as the switch says and at once", async () => {
    const before = await chart.locator(".chart-body svg").elementHandle();
    const button = page.locator("#theme-switch");
    assert.match((await button.getAttribute("aria-label")) ?? "", /^Theme: as the system says/);
    await button.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    assert.match((await button.getAttribute("aria-label")) ?? "", /^Theme: dark/);
    const png = await saved(page, chart, "PNG", folder);
    const {counts, corner} = await pictureColours(page, dataUrl(png, "image/png"));
    assert.equal(corner, panels.dark);
    assert.ok((counts[accents.dark] ?? 0) > 300);
    const after = await chart.locator(".chart-body svg").elementHandle();
    assert.ok(await page.evaluate(([a, b]) => a === b, [before, after]), "charts follow without being drawn anew");
    await page.reload({waitUntil: "commit"});
    await page.locator("h1").waitFor();
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(ground, "rgb(12, 18, 21)", "kept, from the first picture on");
  });

  assert.deepEqual(complaints, []);
  await page.close();
});
