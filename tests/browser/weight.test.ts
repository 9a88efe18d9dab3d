import assert from "node:assert/strict";
import {test} from "node:test";
import type {BrowserContext} from "playwright-core";
import {fixtureLake} from "../support/fixture-lake.ts";
import {plantReadings} from "../support/plant-readings.ts";
import {sitePages} from "../support/site-pages.ts";
import {watchedSite} from "../support/watched-site.ts";

const paths = sitePages().map((page) => (page === "index" ? "/" : `/${page}`));

/** Adds up how much of a page moved while nobody had touched it, as `shift`. */
const watchShift = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    Reflect.set(window, "shift", 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (!Reflect.get(entry, "hadRecentInput"))
          Reflect.set(window, "shift", Reflect.get(window, "shift") + Reflect.get(entry, "value"));
    }).observe({type: "layout-shift", buffered: true});
  });

test("pages are light, and stand still while they load", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("readings", plantReadings(4));
  const site = await watchedSite(t, lake.data);

  await t.test("the overview needs neither d3 nor Plot nor DuckDB, and at most 250 kB", async () => {
    const {page, requests, complaints} = await site.open("/");
    await page.locator(".spark").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(
      requests.filter((path) => /[/@](d3|plot|duckdb|arrow|inputs)|charts\.|\.parquet$/.test(path)),
      []
    );
    const bytes = await page.evaluate(() =>
      performance
        .getEntries()
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .reduce((sum, {transferSize}) => sum + transferSize, 0)
    );
    assert.ok(bytes > 10_000 && bytes < 250_000, `${bytes} bytes`);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  for (const width of [1280, 390])
    await t.test(`no page moves by 0.02 at ${width} px`, async () => {
      const {page: blank} = await site.open("/", {width});
      const context = blank.context();
      await watchShift(context);
      const page = await context.newPage();
      // A page shows its text after a while though parts still load; a slow machine has not less of that time.
      const session = await context.newCDPSession(page);
      await session.send("Animation.setPlaybackRate", {playbackRate: 0.05});
      const moving: string[] = [];
      for (const path of paths) {
        await page.goto(site.url + path);
        await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
        await page.waitForLoadState("networkidle");
        const shift = await page.evaluate(() => Reflect.get(window, "shift"));
        if (!(shift < 0.02)) moving.push(`${path}: ${shift}`);
      }
      assert.deepEqual(moving, []);
      await page.evaluate(() =>
        document.querySelector("main")!.prepend(Object.assign(document.createElement("p"), {textContent: "moved"}))
      );
      await page.waitForFunction(() => Reflect.get(window, "shift") > 0.001);
      await context.close();
    });
});
