import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {fixtureLake, fixtureSettings} from "../support/fixture-lake.ts";
import {root} from "../support/root.ts";
import {waitFor} from "../support/wait-for.ts";
import {type WatchedSite, watchedSite} from "../support/watched-site.ts";

const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const menu = readFileSync(join(root, "observablehq.config.ts"), "utf8");
const paths = [...menu.matchAll(/path: "\/([^"]+)"/g)].map(([, name]) => `/${name === "index" ? "" : name}`);

/** Two sensors by the minute for three weeks, requests of four people, and a few rejects. */
const readings = `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * (30240 - i) AS time, 'plant' AS source, series,
    round(level * (1 + 0.3 * sin(i / 1440 * 2 * pi()) + 0.02 * sin(i * 7.3)), 3) AS value, 'good' AS quality
  FROM range(30240) steps(i), (VALUES ('001/flow', 120.0), ('001/pressure', 4.0)) kinds(series, level)`;
const requests = `
  SELECT made + INTERVAL 9 MINUTE AS "observedAt", 'requests' AS source, i::VARCHAR AS id, NULL AS subject, made AS "requestedAt",
    ['ann', 'bob', 'eve', 'kim'][i % 4 + 1] AS requester, CASE WHEN i % 9 THEN made + INTERVAL 9 MINUTE END AS "processedAt",
    CASE WHEN i % 9 THEN 'model' END AS processor, NULL AS outcome
  FROM (SELECT i, date_trunc('minute', now()::TIMESTAMP) - INTERVAL 7 MINUTE * (3000 - i) AS made FROM range(3000) t(i))`;
const rejects = Array.from({length: 60}, (_, i) => ({
  time: Date.now() - i * 3_600_000,
  source: i % 3 ? "plant" : "door",
  dataset: "readings" as const,
  reason: "expected 5 fields, found 1",
  position: `frame ${i}`,
  raw: "x".repeat(300)
}));

const drawn = (page: Page) =>
  page.waitForFunction(
    () =>
      !document.querySelector("observablehq-loading, .sql-still") &&
      [...document.querySelectorAll(".chart-body")].every((body) => body.childElementCount)
  );

/** Each page, on two tabs of that width; folds are opened, so that tables behind charts are there too. */
async function eachPage(
  site: WatchedSite,
  width: number,
  check: (page: Page, path: string) => Promise<void>
): Promise<void> {
  const left = [...paths];
  const tab = async () => {
    const {page} = await site.open("/", {width, reducedMotion: true});
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      await page.goto(site.url + path);
      await drawn(page);
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll("main details")) fold.setAttribute("open", "");
      });
      await drawn(page);
      await check(page, path);
    }
    await page.close();
  };
  await Promise.all([tab(), tab()]);
}

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const {axe} = globalThis as unknown as {axe: typeof import("axe-core")};
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.flatMap(({id, nodes}) =>
      nodes.map(({html, failureSummary}) => `${id}: ${html.slice(0, 200)} (${failureSummary?.split("\n")[1]?.trim()})`)
    );
  });
};

/** What does not fit the window, and what is too long to read. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => [
    ...(document.documentElement.scrollWidth > innerWidth ? ["scrolls sideways"] : []),
    ...[...document.querySelectorAll<HTMLElement>("main p, main li")]
      .filter(
        (text) =>
          text.clientWidth > 50 * Number.parseFloat(getComputedStyle(text).fontSize) &&
          text.childElementCount === 0 &&
          (text.textContent?.length ?? 0) > 120
      )
      .map((text) => `long lines: ${text.textContent}`),
    ...[...document.querySelectorAll("main figure.chart")]
      .filter((chart) => chart.clientWidth > 1440)
      .map((chart) => `wide chart: ${chart.querySelector("h3")?.textContent}`)
  ]);

/** What the keyboard should reach: marked in the page, in its order. */
const markStops = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const stops = [
      ...document.querySelectorAll<HTMLElement>(
        "a[href], button, input, select, textarea, summary, [contenteditable='true'], [tabindex]:not([tabindex='-1'])"
      )
    ].filter((element) => {
      if ((element.tabIndex < 0 && !element.isContentEditable) || element.matches(":disabled, [type=hidden]"))
        return false;
      if (element.matches("summary") && !element.closest("details")) return false;
      return element.checkVisibility({visibilityProperty: true});
    });
    for (const [i, element] of stops.entries()) element.dataset.stop = String(i);
    return stops.length;
  });

/** Where the focus is, and whether it can be seen. */
const focused = (page: Page): Promise<{stop: string; seen: boolean} | null> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return null;
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(element);
    const around = getComputedStyle(element.parentElement!);
    const outlined = (outlineStyle !== "none" && outlineWidth !== "0px") || around.outlineStyle !== "none";
    return {stop: element.dataset.stop ?? element.outerHTML.slice(0, 200), seen: outlined || boxShadow !== "none"};
  });

test("every page is accessible in each theme and width", async (t) => {
  const lake = fixtureLake(t, {settings: {...fixtureSettings, series: []}});
  await lake.add("readings", readings);
  await lake.add("requests", requests, {source: "requests"});
  await lake.add("rejects", rejects);
  const site = await watchedSite(t, lake.data);

  for (const width of [1280, 390])
    await t.test(`axe finds nothing at ${width} px, in light and dark`, async () => {
      const found: string[] = [];
      await eachPage(site, width, async (page, path) => {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({colorScheme});
          for (const one of await violations(page)) found.push(`${path}, ${colorScheme}: ${one}`);
        }
      });
      assert.deepEqual(found, []);
    });

  await t.test(
    "no page scrolls sideways from 2560 to 320 px, and none has lines or charts too long to read",
    async () => {
      const found: string[] = [];
      await eachPage(site, 2560, async (page, path) => {
        for (const width of [2560, 768, 320]) {
          await page.setViewportSize({width, height: 900});
          await page.waitForFunction((width) => innerWidth === width, width);
          // charts are drawn anew some time after the width is another
          const fits = async () => {
            assert.deepEqual(await tooWide(page), []);
            return true;
          };
          await waitFor(fits, {message: `${path} to fit at ${width}`}).catch(({message}) => found.push(message));
        }
      });
      assert.deepEqual(found, []);
    }
  );

  await t.test("Tab reaches everything in the order of the page, visibly, and leaves it again", async () => {
    const found: string[] = [];
    await eachPage(site, 1280, async (page, path) => {
      const count = await markStops(page);
      const reached: string[] = [];
      for (let i = 0; i <= count + 5; ++i) {
        await page.keyboard.press("Tab");
        const at = await focused(page);
        if (!at || at.stop === reached[0]) break;
        if (!at.seen) found.push(`${path}: focus not seen on ${at.stop}`);
        reached.push(at.stop);
      }
      const expected = Array.from({length: count}, (_, i) => String(i));
      const missed = expected.filter((stop) => !reached.includes(stop));
      for (const stop of missed)
        found.push(
          `${path}: not reached: ${await page.locator(`[data-stop="${stop}"]`).evaluate((one) => one.outerHTML.slice(0, 200))}`
        );
      if (!missed.length) assert.deepEqual(reached, expected, path);
    });
    assert.deepEqual(found, []);
  });

  await t.test("tiles that are drawn anew leave the focus where it is", async () => {
    const {page} = await site.open("/system");
    const tile = page.locator(".live-slot .tile").first();
    const mark = await tile.locator(".fresh-mark").elementHandle();
    const value = await tile.locator(".tile-value").elementHandle();
    await mark!.focus();
    await page.waitForFunction((value) => !value!.isConnected, value);
    assert.ok(await mark!.evaluate((mark) => mark.isConnected && document.activeElement === mark));
    await page.close();
  });

  await t.test("the first stop leads past the menu", async () => {
    const {page} = await site.open("/quality");
    await drawn(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").textContent(), "Skip to the content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.locator("main :focus").count());
    await page.close();
  });

  await t.test("the menu of a phone opens by the keyboard", async () => {
    const {page} = await site.open("/quality", {width: 390});
    await drawn(page);
    const toggle = page.getByRole("checkbox", {name: "Menu"});
    await toggle.focus();
    await page.keyboard.press("Space");
    await page.getByRole("link", {name: "Sensors"}).waitFor();
    await page.close();
  });

  await t.test("Enter and Space press choices, sort tables and open folds", async () => {
    const {page} = await site.open("/guide");
    await drawn(page);
    for (const key of ["Enter", "Space"]) {
      const [name, other] = key === "Enter" ? ["Week", "Day"] : ["Day", "Week"];
      await page.getByRole("button", {name, exact: true}).press(key);
      await page.locator(`button[aria-pressed="true"]:text-is("${name}")`).waitFor();
      assert.equal(await page.locator(`button[aria-pressed="true"]:text-is("${other}")`).count(), 0);
      const fold = page.locator("details.chart-data").first();
      await fold.locator("summary").press(key);
      assert.equal(await fold.evaluate((one) => (one as HTMLDetailsElement).open), key === "Enter");
    }
    const head = page.locator("th", {hasText: "Value"}).last();
    for (const [key, order] of [
      ["Enter", "descending"],
      ["Space", "ascending"]
    ] as const) {
      await head.getByRole("button").press(key);
      assert.equal(await head.getAttribute("aria-sort"), order);
    }
    await page.close();
  });

  await t.test("a table of 100,000 rows draws those in sight, scrolls by keys, is searched and printed", async () => {
    const {page} = await site.open("/guide");
    await drawn(page);
    const region = page.getByRole("region", {name: "Readings"});
    const table = region.locator("table");
    await table.locator("tr[aria-rowindex='2']").waitFor();
    assert.equal(await table.getAttribute("aria-rowcount"), "100001");
    assert.ok((await table.locator("tr[aria-rowindex]").count()) < 100);
    await region.focus();
    await page.keyboard.press("End");
    await table.locator("tr[aria-rowindex='100001']").waitFor();
    assert.ok((await table.locator("tr[aria-rowindex]").count()) < 100);
    await page.keyboard.press("Home");
    await table.locator("tr[aria-rowindex='2']").waitFor();
    const panel = page.locator(".table", {has: region});
    await panel.getByRole("searchbox").fill("002/FLOW 00:");
    await panel
      .getByRole("status")
      .getByText(/^[\d,]+ of 100,000 found$/)
      .waitFor();
    assert.match((await table.locator("tr[aria-rowindex='2']").textContent()) ?? "", /00:\d\d002\/flow/);
    await page.emulateMedia({media: "print"});
    assert.match(
      (await panel.locator(".table-cut").textContent()) ?? "",
      /^Rows 1 to \d+ of [\d,]+: those that were in sight\.$/
    );
    assert.ok(await panel.locator(".table-cut").isVisible());
    assert.ok(!(await panel.getByRole("searchbox").isVisible()));
    await page.close();
  });

  await t.test("its columns stand still while it scrolls, and after the window was narrow", async () => {
    const {page} = await site.open("/guide");
    await drawn(page);
    const region = page.getByRole("region", {name: "Readings"});
    const widths = () =>
      region.locator("th").evaluateAll((heads) => heads.map((head) => Math.round(head.getBoundingClientRect().width)));
    const fits = () => region.evaluate((box) => box.scrollWidth <= box.clientWidth);
    const first = await widths();
    await region.focus();
    await page.keyboard.press("End");
    await region.locator("tr[aria-rowindex='100001']").waitFor();
    assert.deepEqual(await widths(), first);
    await page.keyboard.press("Home");
    await region.locator("tr[aria-rowindex='2']").waitFor();
    await page.setViewportSize({width: 700, height: 900});
    await page.waitForFunction(() => innerWidth === 700);
    await waitFor(async () => (await fits()) && (await widths())[0]! < first[0]!, {message: () => "narrow columns"});
    await page.setViewportSize({width: 1280, height: 900});
    await waitFor(async () => String(await widths()) === String(first), {
      message: () => `the widths of before: ${first}`
    });
    await page.close();
  });

  await t.test("nothing moves for those who asked for less motion", async () => {
    const {page} = await site.open("/guide");
    await page.emulateMedia({reducedMotion: "reduce"});
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((element) => {
          const {transitionDuration, animationName} = getComputedStyle(element);
          return transitionDuration.split(", ").some((time) => time !== "0s") || animationName !== "none";
        })
        .map((element) => element.outerHTML.slice(0, 120))
    );
    assert.deepEqual(moving, []);
    await page.close();
  });
});
