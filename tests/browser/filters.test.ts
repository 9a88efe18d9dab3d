import assert from "node:assert/strict";
import {test} from "node:test";
import type {Page} from "playwright-core";
import {launchBrowser} from "../support/chromium.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {waitFor} from "../support/wait-for.ts";
import {watchedSite} from "../support/watched-site.ts";

const hour = 3_600_000;
const day = 24 * hour;
const thisHour = Math.floor(Date.now() / hour) * hour;

/** Hours ago, requests made then: two an hour, on the day before yesterday five. */
const made = Array.from({length: 20 * 24}, (_, i) => ({ago: i + 1, count: i >= 48 && i < 72 ? 5 : 2}));
const requests = made.flatMap(({ago, count}) =>
  Array.from({length: count}, (_, i) => {
    const requestedAt = thisHour - ago * hour + (i + 1) * 60_000;
    return {
      observedAt: requestedAt + 120_000,
      source: "requests",
      id: `${ago}-${i}`,
      subject: null,
      requestedAt,
      requester: i % 2 ? "ann" : "bob",
      processedAt: requestedAt + 120_000,
      processor: "model-1",
      outcome: null
    };
  })
);
const madeBetween = (from: number, to: number) =>
  requests.filter(({requestedAt}) => requestedAt >= from && requestedAt < to).length;

const iso = (time: number) => `${new Date(time).toISOString().slice(0, 16)}Z`;
const query = (page: Page) => new URL(page.url()).search;

const tile = async (page: Page, label: string) => {
  const found = page.locator(".tile", {has: page.locator(".tile-label", {hasText: label})}).first();
  return Number((await found.locator(".tile-value").innerText()).replaceAll(",", ""));
};
const chartTitle = (page: Page) => page.locator(".chart-slot figure.chart h3").first().innerText();
const rangeButton = (page: Page) => page.locator(".filters .filter-popover > button").first();
const said = (page: Page) => page.locator(".filter-said").innerText();
const marks = (page: Page) =>
  page.locator(".chart-slot figure.chart").first().locator("svg g[aria-label=rect] rect").count();

async function drawn(page: Page) {
  await page.waitForFunction(
    () =>
      !document.querySelector("observablehq-loading") &&
      document.querySelector(".chart-slot :is(.chart-body > *, .empty)")
  );
}

async function chooseRange(page: Page, name: string) {
  await rangeButton(page).click();
  await page.getByRole("button", {name, exact: true}).click();
}

/** Asks again while the page is still drawing what was chosen. */
const eventually = (check: () => Promise<void>) => waitFor(async () => check().then(() => true));

test("filters stand in the address, go along to other pages and come back", async (t) => {
  const {data, catalog, add} = fixtureLake(t);
  await add("requests", requests, {source: "requests"});
  for (const source of ["plant", "requests"]) catalog.setState(source, "running", "", Date.now());
  const site = await watchedSite(t, data);
  const {page, complaints} = await site.open("/requests");
  await drawn(page);
  const end = Math.floor(Math.max(...requests.map(({observedAt}) => observedAt)) / 60_000 + 1) * 60_000;
  const lastDays = (days: number) => madeBetween(Math.floor((end - days * day) / hour) * hour, end);

  await t.test("nothing chosen leaves the address as it is", async () => {
    await eventually(async () => assert.equal(query(page), ""));
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(14)));
    await eventually(async () => assert.equal(await page.locator(".filter-reset.idle").count(), 1));
  });

  await t.test("a range is all that the address then has, and tiles and charts are of it", async () => {
    await chooseRange(page, "Last 7 days");
    await eventually(async () => assert.equal(query(page), "?range=7d"));
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(7)));
    await eventually(async () =>
      assert.match(
        await chartTitle(page),
        new RegExp(`^${lastDays(7).toLocaleString("en-GB")} requested .* in the last 7 days$`)
      )
    );
    const bars = await marks(page);
    await page.getByRole("combobox", {name: "By", exact: true}).selectOption("day");
    await eventually(async () => assert.equal(query(page), "?range=7d&grain=day"));
    await page.waitForFunction(
      (before) => document.querySelectorAll(".chart-slot g[aria-label=rect] rect").length < before,
      bars
    );
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(7)));
  });

  await t.test("a comparison is with the truth of the period before", async () => {
    await page.getByRole("combobox", {name: "Compare"}).selectOption("previous");
    await eventually(async () => assert.equal(query(page), "?range=7d&compare=previous&grain=day"));
    const now = lastDays(7);
    const then = madeBetween(Math.floor((end - 14 * day) / hour) * hour, Math.ceil((end - 7 * day) / hour) * hour);
    await page
      .locator(".tile", {hasText: "Requested"})
      .getByText(`${now - then} more than the period before`)
      .waitFor();
  });

  await t.test("the back button undoes one choice at a time, forward brings it again", async () => {
    await page.goBack();
    await eventually(async () => assert.equal(query(page), "?range=7d&grain=day"));
    await eventually(async () =>
      assert.equal(await page.getByRole("combobox", {name: "Compare"}).inputValue(), "none")
    );
    await page.goBack();
    await page.goBack();
    await eventually(async () => assert.equal(query(page), ""));
    await eventually(async () => assert.equal(await rangeButton(page).innerText(), "Last 14 days"));
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(14)));
    await page.goForward();
    await eventually(async () => assert.equal(await rangeButton(page).innerText(), "Last 7 days"));
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(7)));
  });

  await t.test("another page shows the same range, and its links lead back to it", async () => {
    const link = page.locator("#observablehq-sidebar a", {hasText: "Requesters"});
    await link.hover();
    await eventually(async () => assert.match((await link.getAttribute("href")) ?? "", /requesters\?range=7d$/));
    await link.click();
    await page.waitForURL(/requesters\?range=7d$/);
    await drawn(page);
    await eventually(async () => assert.equal(await rangeButton(page).innerText(), "Last 7 days"));
    await page.goBack();
    await drawn(page);
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(7)));
    await page.reload();
    await drawn(page);
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(7)));
  });

  const from = thisHour - 72 * hour;
  const to = thisHour - 48 * hour;
  await t.test("two date-time fields choose instants, and a link shows them to a reader in another zone", async () => {
    await page.getByRole("button", {name: "Reset"}).click();
    await eventually(async () => assert.equal(query(page), ""));
    await rangeButton(page).click();
    await page.getByLabel("From", {exact: true}).fill(await wall(page, from));
    await page.getByLabel("Until").fill(await wall(page, to));
    await page.getByRole("button", {name: "Show these"}).click();
    await eventually(async () => assert.equal(query(page), `?from=${iso(from)}&to=${iso(to)}`));
    await eventually(async () => assert.equal(await tile(page, "Requested"), 5 * 24));
    const browser = await launchBrowser(t);
    const context = await browser.newContext({timezoneId: "America/New_York", viewport: {width: 1280, height: 900}});
    const other = await context.newPage();
    await other.goto(page.url());
    await drawn(other);
    await eventually(async () => assert.equal(await tile(other, "Requested"), 5 * 24));
    await eventually(async () => assert.equal(await marks(other), await marks(page)));
    await eventually(async () => assert.match(await said(other), /times in America\/New_York$/));
    await other.goto(`${page.url()}&tz=Asia/Kathmandu`);
    await drawn(other);
    await eventually(async () => assert.equal(await tile(other, "Requested"), 5 * 24));
    const first = await other.evaluate(
      (time) =>
        new Intl.DateTimeFormat("en-GB", {timeZone: "Asia/Kathmandu", hour: "2-digit", minute: "2-digit"}).format(time),
      from
    );
    await eventually(async () => assert.ok((await said(other)).includes(first), await said(other)));
    await context.close();
  });

  await t.test("an address that makes no sense is said, not an error, and a range without data says why", async () => {
    await page.goto(`${site.url}/requests?range=forever&grain=second&tz=Mars/Olympus&q=1`);
    await drawn(page);
    await eventually(async () =>
      assert.match(await said(page), /^range=forever, grain=second, tz=Mars\/Olympus: not known here and ignored\./)
    );
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(14)));
    await page.goto(`${site.url}/requests?from=2001-01-01T00:00Z&to=2001-01-02T00:00Z`);
    await drawn(page);
    await eventually(async () =>
      assert.match(
        await page.locator(".chart-slot .empty").innerText(),
        /No request is known on 1 Jan 2001[\s\S]*Reset/
      )
    );
    await page.getByRole("button", {name: "Reset"}).click();
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(14)));
  });

  await t.test("what reaches further back than the data is not offered", async () => {
    assert.deepEqual(
      await page.locator(".filter-ranges").first().locator("button").allTextContents(),
      ["Last 24 hours", "Last 7 days", "Last 14 days", "Last 30 days"] // of 20 days
    );
    const without = () => page.locator(".filter-select select").first().locator("option:disabled").allTextContents();
    assert.deepEqual(await without(), ["Period before", "Week before", "Year before"]);
    await chooseRange(page, "Last 7 days");
    await eventually(async () => assert.deepEqual(await without(), ["Year before"]));
    await page.getByRole("button", {name: "Reset"}).click();
  });

  await t.test("a drag across bars chooses their hours, arrow keys move on and keep the focus", async () => {
    await drawn(page);
    const chart = page.locator(".chart-slot .brushable").first();
    await chart.scrollIntoViewIfNeeded();
    const {x, y, width} = (await chart.boundingBox())!;
    await page.mouse.move(x + width * 0.5, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.7, y + 60, {steps: 4});
    await eventually(async () => assert.equal(await page.locator(".brushable > .time-mark").count(), 3));
    await page.mouse.up();
    const shown = () => {
      const search = new URL(page.url()).searchParams;
      return {from: Date.parse(search.get("from") ?? ""), to: Date.parse(search.get("to") ?? "")};
    };
    await eventually(async () => assert.ok(shown().to > shown().from));
    const {from, to} = shown();
    assert.ok(to - from < 4 * day, query(page));
    const counted = madeBetween(Math.floor(from / hour) * hour, Math.ceil(to / hour) * hour);
    await eventually(async () => assert.equal(await tile(page, "Requested"), counted));
    await chart.focus();
    for (const times of [1, 2]) {
      await page.keyboard.press("ArrowLeft");
      await eventually(async () => assert.ok(Math.abs(shown().to - to + (times * (to - from)) / 4) < 2 * 60_000));
      await eventually(async () => assert.equal(await chart.evaluate((svg) => svg === document.activeElement), true));
    }
    await page.keyboard.press("Escape");
    await eventually(async () => assert.equal(query(page), ""));
    await eventually(async () => assert.equal(await tile(page, "Requested"), lastDays(14)));
  });

  await t.test("all of it works by keyboard", async () => {
    await rangeButton(page).focus();
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await rangeButton(page).getAttribute("aria-expanded"), "true"));
    await page.keyboard.press("Escape");
    await eventually(async () => assert.equal(await rangeButton(page).getAttribute("aria-expanded"), "false"));
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await eventually(async () =>
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Last 24 hours")
    );
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(query(page), "?range=24h"));
    await eventually(async () =>
      assert.equal(await rangeButton(page).evaluate((button) => button === document.activeElement), true)
    );
  });

  await t.test("on a phone the bar is one button with what is chosen beside it", async () => {
    const phone = await site.open("/requests?range=24h&tz=UTC", {width: 390});
    await drawn(phone.page);
    await eventually(async () => assert.equal(await phone.page.locator(".filter-fields").isVisible(), false));
    await eventually(async () =>
      assert.deepEqual(await phone.page.locator(".filter-chips button").allInnerTexts(), ["24 hours ×", "UTC ×"])
    );
    await phone.page.locator(".filter-chips button").first().click();
    await eventually(async () => assert.equal(query(phone.page), "?tz=UTC"));
    await phone.page.locator(".filter-toggle").click();
    await chooseRange(phone.page, "Last 7 days");
    await eventually(async () => assert.equal(query(phone.page), "?range=7d&tz=UTC"));
    await eventually(async () =>
      assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
    );
    assert.deepEqual(phone.complaints, []);
  });

  await t.test("every page with a bar opens with each parameter and without complaint", async () => {
    const all = "range=7d&compare=week&grain=day&tz=America/New_York&source=plant";
    for (const path of [
      "/",
      "/outliers",
      "/models",
      "/requesters",
      "/licences",
      "/capacity",
      "/quality",
      "/requests"
    ]) {
      await page.goto(`${site.url}${path}?${all}`);
      await page.locator(".filters").waitFor();
      await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
      await eventually(async () =>
        assert.deepEqual(await page.locator(".observablehq--error").allInnerTexts(), [], path)
      );
      await eventually(async () => assert.match(await said(page), /imes in America\/New_York$/, path));
    }
    assert.deepEqual(complaints, []);
  });
});

/** An instant as the clock of the page's browser shows it, for a date-time field. */
const wall = (page: Page, time: number): Promise<string> =>
  page.evaluate((time) => {
    const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
    return local.toISOString().slice(0, 16);
  }, time);
