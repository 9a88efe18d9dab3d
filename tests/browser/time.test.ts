import assert from "node:assert/strict";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {fixtureLake, fixtureSettings} from "../support/fixture-lake.ts";
import {watchedSite} from "../support/watched-site.ts";

const minutes = 60 * 1440;

/** Flow and pressure of two sensors, and a processor's load, by the minute, up to now. */
const readings = (kinds: string) => `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * (${minutes} - i) AS time, source, series,
    round(level * (1 + 0.3 * sin(i / 1440 * 2 * pi()) + 0.02 * sin(i * 7.3)), 3) AS value, 'good' AS quality
  FROM range(${minutes}) steps(i), (VALUES ${kinds}) kinds(source, series, level)`;

const settings = {
  ...fixtureSettings,
  sources: {
    ...fixtureSettings.sources,
    machine: {kind: "system", about: "this machine", simulated: false, freshForMs: 60_000}
  }
};

const charts = (page: Page) => page.locator(".range-chart");
const pictures = (page: Page) => page.locator(".range-chart svg.brushable");
const title = (page: Page, text: RegExp, nth = 0) => charts(page).nth(nth).locator("h3", {hasText: text});

/** Waits until the charts show what was read, drawn anew. */
async function drawn(page: Page, text: RegExp): Promise<void> {
  for (const nth of [0, 1]) await title(page, text, nth).waitFor();
  await page.waitForFunction(() => !document.querySelector(".time-live"));
}

const choose = async (page: Page, range: string): Promise<void> => {
  await page.getByRole("button", {name: /^Range: /}).click();
  await page.getByRole("button", {name: `Last ${range}`, exact: true}).click();
};

const heights = (page: Page): Promise<number[]> =>
  page.evaluate(() => [...document.querySelectorAll(".range-chart .chart-body")].map(({clientHeight}) => clientHeight));

const figures = (requests: string[]): string[] =>
  requests
    .filter((path) => /\.parquet$|tables\/index/.test(path))
    .map((path) => path.replace(/^.*\//, "").split(".")[0]!);

/** Presses at one share of a chart's width and lets go at another; `at` says how far down. */
async function drag(page: Page, from: number, to: number, {at = 0.5, held = async () => {}} = {}): Promise<void> {
  const {x, y, width, height} = (await pictures(page).first().boundingBox())!;
  await page.mouse.move(x + from * width, y + at * height);
  await page.mouse.down();
  await page.mouse.move(x + to * width, y + at * height, {steps: 5});
  await held();
  await page.mouse.up();
}

const spanOf = (page: Page): number => {
  const {searchParams} = new URL(page.url());
  return Date.parse(searchParams.get("to")!) - Date.parse(searchParams.get("from")!);
};

test("charts of time follow range, brush and keys, and never need DuckDB", async (t) => {
  const lake = fixtureLake(t, {settings});
  await lake.add(
    "readings",
    readings("('plant', '001/flow', 120.0), ('plant', '001/pressure', 4.0), ('plant', '002/flow', 40.0)")
  );
  await lake.add("readings", readings("('machine', 'cpu/usage', 30.0), ('machine', 'memory/usage', 50.0)"), {
    source: "machine"
  });
  const site = await watchedSite(t, lake.data);

  await t.test("sensors: what is drawn at first is fetched with the page", async () => {
    const {page, requests} = await site.open("/sensors");
    await pictures(page).nth(1).waitFor();
    assert.deepEqual(
      requests.filter((path) => /parquet|duckdb|tables\//.test(path)),
      []
    );
    await page.close();
  });

  await t.test("sensors: a range is read from the cube, and charts keep their height", async () => {
    const {page, requests, complaints} = await site.open("/sensors");
    await pictures(page).nth(1).waitFor();
    const before = await heights(page);
    await choose(page, "30 days");
    await drawn(page, /averaged .* in the last 30 days/);
    assert.deepEqual(await heights(page), before);
    const read = figures(requests).map((name) => name.replace(/-\d{4}-\d\d$/, ""));
    assert.deepEqual([...new Set(read)].sort(), ["findings", "index", "longer", "readings-cube"]);
    await charts(page).first().getByText("Show the numbers").click();
    await charts(page).first().locator("tbody tr").nth(5).waitFor();
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      requests.filter((path) => /duckdb/.test(path)),
      []
    );
    await page.close();
  });

  await t.test("sensors: a drag marks all charts, and zooms them", async () => {
    const {page} = await site.open("/sensors?range=30d");
    await drawn(page, /averaged/);
    await drag(page, 0.4, 0.6, {
      held: async () => {
        await page.locator(".time-mark").nth(1).waitFor();
        assert.equal(await page.locator(".time-mark").count(), 2);
      }
    });
    await drawn(page, /averaged .* from /);
    assert.equal(await page.locator(".time-mark").count(), 0);
    assert.ok(spanOf(page) > 5 * 86_400_000 && spanOf(page) < 8 * 86_400_000, page.url());
    await page.goBack();
    await drawn(page, /in the last 30 days/);
    await page.close();
  });

  await t.test("sensors: a drag that is broken off by Escape leaves the range", async () => {
    const {page} = await site.open("/sensors?range=30d");
    await drawn(page, /averaged/);
    const before = page.url();
    await drag(page, 0.4, 0.6, {held: () => page.keyboard.press("Escape")});
    assert.equal(await page.locator(".time-mark").count(), 0);
    assert.equal(page.url(), before);
    await page.close();
  });

  await t.test("sensors: a drag of the axis moves the range, its length unchanged", async () => {
    const {page} = await site.open("/sensors?range=30d");
    await drawn(page, /averaged/);
    await drag(page, 0.4, 0.5, {at: 0.97, held: () => page.locator(".time-live").nth(1).waitFor({state: "attached"})});
    await drawn(page, /averaged .* from /);
    assert.ok(Math.abs(spanOf(page) - 30 * 86_400_000) <= 60_000, page.url());
    await page.close();
  });

  await t.test("sensors: keys zoom to single readings, move, and go back; the chart keeps the focus", async () => {
    const {page, requests, complaints} = await site.open("/sensors?range=7d");
    await drawn(page, /averaged/);
    await pictures(page).first().focus();
    for (const days of [3.5, 1.75, 0.875]) {
      await page.keyboard.press("+");
      await page.waitForFunction((days) => {
        const {searchParams} = new URL(location.href);
        return (
          Math.abs(Date.parse(searchParams.get("to")!) - Date.parse(searchParams.get("from")!) - days * 86_400_000) <
          120_000
        );
      }, days);
    }
    await drawn(page, /averaged .* from /);
    assert.ok(
      figures(requests).some((name) => name.startsWith("readings-2")),
      figures(requests).join()
    );
    const start = () => new URL(page.url()).searchParams.get("from")!;
    const before = start();
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction((before) => !location.search.includes(before), before);
    assert.ok(start() < before);
    await page.waitForFunction(
      () => document.activeElement?.matches("svg.brushable") && !document.querySelector(".time-live")
    );
    await page.keyboard.press("Escape");
    await title(page, /today/).waitFor();
    assert.equal(new URL(page.url()).search, "");
    assert.deepEqual(complaints, []);
    await page.close();
  });

  await t.test("sensors: the period before stands in grey, and in the title", async () => {
    const {page} = await site.open("/sensors?range=7d&compare=week");
    await drawn(page, /averaged .* (above|below|as in) .*a week before/);
    assert.equal(
      await charts(page)
        .first()
        .locator("[aria-label=line] path[stroke='var(--context)'], [aria-label=line][stroke='var(--context)']")
        .count(),
      1
    );
    await page.close();
  });

  await t.test("sensors: says what it reads when that takes long, and why it cannot", async () => {
    const {page} = await site.open("/sensors");
    await pictures(page).nth(1).waitFor();
    const before = await title(page, /./).textContent();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\.parquet$/, async (route) => {
      await held;
      await route.abort();
    });
    await choose(page, "30 days");
    await page
      .locator(".chart-status", {hasText: /^Reading .+ …$/})
      .first()
      .waitFor();
    release();
    await page.locator(".chart-status.failed", {hasText: "was not read"}).first().waitFor();
    assert.equal(await title(page, /./).textContent(), before);
    await page.unroute(/\.parquet$/);
    await choose(page, "7 days");
    await drawn(page, /in the last 7 days/);
    assert.equal(await page.locator(".chart-status.failed").count(), 0);
    await page.close();
  });

  await t.test("system: the machine's charts follow the range, on a phone too", async () => {
    const {page, requests, complaints} = await site.open("/system?range=30d", {width: 390, dark: true});
    await drawn(page, /averaged .* in the last 30 days/);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      requests.filter((path) => /duckdb/.test(path)),
      []
    );
    await page.close();
  });
});
